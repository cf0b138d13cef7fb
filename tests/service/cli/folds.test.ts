import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { iris, runLathe } from './run-lathe.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-cli-folds-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const training = ['--data', iris, '--model', 'tabular-classifier', '--epochs', '3', '--seed', '4']

test('train --folds trains a run for each fold and ends with their mean and deviation, the same for the same seed', async () => {
  const { code, lines, last } = await runLathe(home, ['train', ...training, '--folds', '2', '--name', 'k'])
  expect(code).toBe(0)
  expect(lines.map(({ event }) => event)).toEqual([
    ...['epoch', 'epoch', 'epoch', 'fold', 'epoch', 'epoch', 'epoch', 'fold', 'result'],
  ])
  const folds = lines.filter(({ event }) => event === 'fold') as { fold: number; accuracy: number }[]
  expect(folds.map(({ fold }) => fold)).toEqual([0, 1])
  const [one = 0, other = 0] = folds.map(({ accuracy }) => accuracy)
  const { mean, std } = (last.summary as Record<string, { mean: number; std: number }>).accuracy ?? {}
  expect(mean).toBeCloseTo((one + other) / 2, 12)
  expect(std).toBeCloseTo(Math.abs(one - other) / 2, 12)
  expect(last).toMatchObject({ status: 'finished', name: 'k', folds: 2 })

  const shown = await runLathe(home, ['folds', last.crossValidation as string])
  expect(shown.last).toEqual(last)
  const single = await runLathe(home, ['train', ...training, '--folds', '2', '--fold', '1'])
  expect(single.lines.filter(({ event }) => event === 'epoch').at(-1)).toMatchObject({ val_accuracy: other })
}, 60_000)
