import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultSettings } from '../../contract/training/training.ts'
import { launchShell, type Shell, shellArguments } from './launch-shell.ts'

type WithBridge = { lathe: { call(name: string, input: unknown): Promise<{ value?: unknown }> } }
/** What the tests keep in main: the questions that were asked, and how the next one is answered. */
type Kept = { asked: Electron.MessageBoxOptions[]; answer: number; focused: number }

const home = mkdtempSync(join(tmpdir(), 'lathe-quit-'))
let shell: Shell

beforeAll(async () => {
  shell = await launchShell(home)
  await shell.shows('Drop your data here')
  await shell.app.evaluate(({ app, dialog, BrowserWindow }) => {
    const kept = Object.assign(app, { asked: [], answer: 1, focused: 0 }) as unknown as Kept
    dialog.showMessageBox = async (...values: unknown[]) => {
      kept.asked.push(values[values.length - 1] as Electron.MessageBoxOptions)
      return { response: kept.answer, checkboxChecked: false }
    }
    const window = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
    const focus = window.focus.bind(window)
    window.focus = () => {
      kept.focused += 1
      focus()
    }
  })
})

afterAll(async () => {
  await shell?.app.close().catch(() => {})
  rmSync(home, { recursive: true, force: true })
})

const kept = () =>
  shell.app.evaluate(({ app }) => {
    const { asked, focused } = app as unknown as Kept
    return { asked, focused }
  })

async function call(name: string, input: unknown): Promise<unknown> {
  const reply = await shell.page.evaluate(
    ([name, input]) => (window as unknown as WithBridge).lathe.call(name as string, input),
    [name, input] as const,
  )
  return reply.value
}

test('a second start ends at once and brings the first window to the front', async () => {
  const second = spawn(process.env.LATHE_ELECTRON_LEGACY as string, shellArguments, {
    env: { ...process.env, LATHE_HOME: home, LATHE_NODE: process.execPath },
    stdio: 'ignore',
  })
  expect(await once(second, 'close')).toEqual([0, null])
  await expect.poll(async () => (await kept()).focused).toBe(1)
  expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('quitting while something trains asks first, and goes on training when the answer is no', async () => {
  const dataset = (await call('dataset.importSample', { sample: 'iris', task: 'import' })) as { id: string }
  const model = await call('model.read', { source: 'tabular-classifier', dataset: dataset.id })
  const settings = { ...defaultSettings, epochs: 100_000, seed: 1 }
  const id = await call('run.start', { name: 'Long run', dataset: dataset.id, model, settings })
  await expect
    .poll(async () => ((await call('run.get', { id })) as { epochs: unknown[] }).epochs.length, {
      timeout: 60_000,
    })
    .toBeGreaterThan(2)

  await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(async () => (await kept()).asked.length).toBe(1)
  const question = (await kept()).asked[0]
  expect(question?.message).toBe('A run is still training.')
  expect(question?.detail).toContain('Long run')
  expect(question?.buttons).toEqual(['Stop, keep and quit', 'Cancel'])
  expect(question?.cancelId).toBe(1)
  expect(await call('run.get', { id })).toMatchObject({ status: 'training' })

  const closed = shell.app.waitForEvent('close')
  await shell.app.evaluate(({ app, BrowserWindow }) => {
    ;(app as unknown as Kept).answer = 0
    BrowserWindow.getAllWindows()[0]?.close()
  })
  await closed
  const run = JSON.parse(readFileSync(join(home, 'runs', String(id), 'run.json'), 'utf8'))
  expect(run).toMatchObject({ name: 'Long run', status: 'stopped' })
  expect(readFileSync(join(home, 'runs', String(id), 'weights.safetensors')).length).toBeGreaterThan(100)
})
