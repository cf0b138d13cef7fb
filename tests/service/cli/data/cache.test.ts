import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iris, runLathe } from '../run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-cache-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('data cache says what prepared data takes, keeps to a limit that is remembered, and clears it', async () => {
  const nothing = await runLathe(home, ['data', 'cache'])
  expect(nothing.last).toMatchObject({ event: 'result', bytes: 0, entries: 0 })
  await runLathe(home, ['train', '--data', iris, '--model', 'tabular-classifier', '--epochs', '1'])
  const { last } = await runLathe(home, ['data', 'cache', '--limit', '3'])
  expect(last).toMatchObject({ entries: 1, inUse: 0, limit: 3e9 })
  const cleared = await runLathe(home, ['data', 'cache', '--clear'])
  expect(cleared.last).toMatchObject({ bytes: 0, entries: 0, limit: 3e9 })
  expect(readdirSync(join(home, 'packed'))).toEqual([])
  expect((await runLathe(home, ['data', 'cache', '--limit', 'none'])).code).toBe(2)
})
