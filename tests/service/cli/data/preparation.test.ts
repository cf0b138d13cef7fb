import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iris, runLathe } from '../run-lathe.ts'

let home: string
let table: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-preparation-'))
  table = join(home, 'flowers.csv')
  copyFileSync(iris, table)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('a recipe and a split are kept, shown, and trained by', async () => {
  await runLathe(home, ['import', table])
  const recipe = join(home, 'recipe.json')
  const name = 'sepal length (cm)'
  writeFileSync(recipe, JSON.stringify({ columns: { [name]: { kind: 'leave-out' } } }))
  const kept = await runLathe(home, ['data', 'prepare', 'flowers', '--recipe', recipe])
  expect(kept.last).toMatchObject({ version: 2, recipe: { columns: { [name]: { kind: 'leave-out' } } } })
  const split = await runLathe(home, [
    ...['data', 'split', 'flowers', '--kind', 'k-fold', '--folds', '3', '--fold', '1', '--test-share', '0.2'],
  ])
  expect(split.last).toMatchObject({
    version: 3,
    split: { kind: 'k-fold', folds: 3, fold: 1 },
    sides: [{ items: 80 }, { items: 40 }, { items: 30 }],
  })
  const trained = await runLathe(home, [
    ...['train', '--data', 'flowers', '--model', 'tabular-classifier', '--epochs', '1', '--fold', '2'],
  ])
  const run = await runLathe(home, ['run', trained.last.run as string])
  expect(run.last.resolved).toMatchObject({ validation: 'held out', trainItems: 80, validationItems: 40 })
}, 120_000)

test('what a recipe cannot be is said with its place, as bad input', async () => {
  await runLathe(home, ['import', table])
  const recipe = join(home, 'recipe.json')
  writeFileSync(recipe, '{ "columns": { "x": { "kind": "number", "scale": "huge" } } }')
  const refused = await runLathe(home, ['data', 'prepare', 'flowers', '--recipe', recipe])
  expect(refused.code).toBe(2)
  expect(JSON.stringify(refused.last)).toContain('columns.x.scale')
  const split = await runLathe(home, ['data', 'split', 'flowers', '--kind', 'group'])
  expect(split.code).toBe(2)
  expect(JSON.stringify(split.last)).toContain('group')
}, 120_000)
