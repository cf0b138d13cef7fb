import { expect, test } from 'vitest'
import { Fault } from '../../contract/failure.ts'
import { connect, type Handlers, portPair, serve } from '../../contract/wire.ts'

/** Only what a test calls is there; the rest of the handlers is never reached. */
function joined(handlers: Partial<Handlers>) {
  const pair = portPair()
  const announce = serve(pair.there, handlers as Handlers)
  return { caller: connect(pair.here), announce, close: pair.close }
}

test('a call reaches its handler with defaults filled in and brings the reply back', async () => {
  let seen: unknown
  const { caller } = joined({
    'run.history': (input) => {
      seen = input
      return []
    },
  })
  expect(await caller.call('run.history', { ids: ['a'] })).toEqual({ ok: true, value: [] })
  expect(seen).toEqual({ ids: ['a'], maxSteps: 1000 })
})

test('input that does not fit the contract is refused before the handler sees it', async () => {
  const { caller } = joined({
    'run.rename': () => {
      throw new Error('reached')
    },
  })
  const reply = await caller.call('run.rename', { id: 'a', name: '   ' })
  expect(reply).toMatchObject({ ok: false, failure: { code: 'bad-input' } })
})

test('a Fault comes back as a Failure with its code, its message filled in and its hint', async () => {
  const { caller } = joined({
    'run.get': () => {
      throw new Fault('run.unknown', { name: 'first try' })
    },
  })
  const reply = await caller.call('run.get', { id: 'x' })
  expect(reply).toMatchObject({
    ok: false,
    failure: { code: 'run.unknown', message: 'There is no run "first try".', hint: expect.any(String) },
  })
})

test('a handler that breaks gives `unexpected` and the next call still works', async () => {
  const { caller } = joined({
    'run.log': () => {
      throw new TypeError('boom')
    },
    'task.list': () => [],
  })
  expect(await caller.call('run.log', { id: 'x' })).toMatchObject({ failure: { code: 'unexpected' } })
  expect(await caller.call('task.list', {})).toEqual({ ok: true, value: [] })
})

test('names inherited from Object are not calls', async () => {
  const { caller } = joined({})
  const reply = await caller.call('toString' as 'task.list', {})
  expect(reply).toMatchObject({ ok: false, failure: { code: 'unknown-call' } })
})

test('every waiting call is answered `gone` when the other side dies, and so is every later one', async () => {
  const { caller, close } = joined({ 'app.state': () => new Promise(() => {}) })
  const waiting = caller.call('app.state', {})
  await Promise.resolve()
  close()
  expect(await waiting).toMatchObject({ ok: false, failure: { code: 'gone' } })
  expect(await caller.call('task.list', {})).toMatchObject({ ok: false, failure: { code: 'gone' } })
})

test('events reach their listeners until they are taken off', async () => {
  const { caller, announce } = joined({ 'task.list': () => [] })
  const heard: unknown[] = []
  const off = caller.on('tables.changed', (tables) => void heard.push(tables))
  announce('tables.changed', ['runs'])
  await caller.call('task.list', {})
  off()
  announce('tables.changed', ['models'])
  await caller.call('task.list', {})
  expect(heard).toEqual([['runs']])
})
