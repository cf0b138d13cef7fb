import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ctrlC, runInTerminal } from './run-in-terminal.ts'
import { iris, runLathe } from './run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-terminal-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const train = ['train', '--data', iris, '--model', 'tabular-classifier', '--name', 'long']

test('Ctrl-C during an import ends with 1 and leaves nothing behind', async () => {
  const many = join(home, 'many')
  for (const name of ['a', 'b']) {
    mkdirSync(join(many, name), { recursive: true })
    for (let i = 0; i < 4000; i++) writeFileSync(join(many, name, `${i}.png`), `not picture ${i}`)
  }
  const { code, printed } = await runInTerminal(home, ['import', many], /\d+ of 8000 files/, ctrlC)
  expect(printed).toContain('Cancelled.')
  expect(code).toBe(1)
  expect((await runLathe(home, ['datasets'])).lines).toEqual([])
  expect(existsSync(join(home, 'datasets'))).toBe(false)
}, 60_000)

test('Ctrl-C during a training stops it after the step and keeps what it has learnt', async () => {
  const { code, printed } = await runInTerminal(home, [...train, '--epochs', '5000'], /epoch 2 /, ctrlC)
  expect(code, printed).toBe(0)
  expect(printed).toMatch(/long \(\S+\) stopped\./)
  expect((await runLathe(home, ['runs'])).lines).toMatchObject([{ name: 'long', status: 'stopped' }])
  expect((await runLathe(home, ['predict', '--run', 'long', '--data', iris])).lines).toHaveLength(150)
}, 60_000)

test('a second Ctrl-C does not wait for the step', async () => {
  const { code, printed } = await runInTerminal(
    home,
    [...train, '--epochs', '5000'],
    /epoch 2 /,
    ctrlC + ctrlC,
  )
  expect(code, printed).toBe(0)
  expect((await runLathe(home, ['runs'])).lines).toMatchObject([{ name: 'long', status: 'stopped' }])
}, 60_000)
