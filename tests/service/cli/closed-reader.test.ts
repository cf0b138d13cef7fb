import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { iris, runLathe } from './run-lathe.ts'

test('a reader that goes away after the first line does not end the training', async () => {
  const home = mkdtempSync(join(tmpdir(), 'lathe-cli-'))
  try {
    const args = ['train', '--data', iris, '--model', 'tabular-classifier', '--epochs', '200', '--seed', '1']
    const trained = await runLathe(home, args, (_line, child) => child.stdout?.destroy())
    expect(trained.errors).toBe('')
    expect(trained.code).toBe(0)
    expect((await runLathe(home, ['runs'])).lines).toMatchObject([{ status: 'finished', epochsDone: 200 }])
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}, 60_000)
