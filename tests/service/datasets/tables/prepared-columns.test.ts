import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Dataset } from '../../../../contract/data/dataset.ts'
import { ColumnRecipe, Recipe } from '../../../../contract/data/preprocessing.ts'
import { rowOutputs } from '../../../../contract/data/recipe-steps.ts'
import { openDuck } from '../../../../service/datasets/tables/duck.ts'
import { type ColumnToFit, fitSteps } from '../../../../service/datasets/tables/fit/fit-columns.ts'
import { stepRows } from '../../../../service/datasets/tables/table-source.ts'
import { cell, openTables } from '../../../../service/datasets/tables/table-sql.ts'
import type { Dialect } from '../../../../service/datasets/versions/manifest.ts'
import { openHome } from '../open-home.ts'

interface NumberCase {
  column: string
  recipe: object
  values: number[]
  missing: number[]
}
interface Golden {
  train: number
  numbers: Record<string, string[]>
  levels: string[]
  number_cases: NumberCase[]
  one_hot: number[][]
  min_frequency: number[][]
  max_categories: number[][]
  ordinal: number[]
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../reference/data/preprocessing.json', import.meta.url), 'utf8'),
)
const hooks = { progress: () => {}, check: () => {} }

/** Columns of text, fitted on their first `train` rows and prepared; a row of numbers each. */
async function prepare(
  columns: Record<string, string[]>,
  steps: { column: string; type: 'number' | 'category' | 'date' | 'boolean'; recipe: object }[],
  train: number,
): Promise<{ rows: number[][] }> {
  const { home } = openHome()
  const names = Object.keys(columns)
  const path = join(home, 'table.csv')
  const count = Object.values(columns)[0]?.length ?? 0
  const lines = Array.from({ length: count }, (_, row) => names.map((name) => columns[name]?.[row]).join(';'))
  // A column that is never empty: a row of nothing is no row.
  writeFileSync(path, lines.map((line) => `${line};.`).join('\n'))
  const dialect: Dialect = {
    ...{ format: 'delimited', fields: [], encoding: 'utf-8', delimiter: ';', quoted: false, header: false },
    ...{ skip: 0, width: names.length + 1, without: [] },
  }
  const column = (name: string, type: 'number' | 'category' | 'date' | 'boolean') => ({
    ...{ name, type, role: 'feature' as const, missing: 0, distinct: 0, examples: [] },
  })
  const dataset = Dataset.parse({
    ...{ id: 'd', version: 1, digest: '', createdAt: 0, paths: [], kind: 'table', name: 'd', classes: [] },
    ...{ task: 'classification', parts: [], items: 0, bytes: 0, imageShape: null, skipped: [], warnings: [] },
    columns: names.map((name) => column(name, steps.find((one) => one.column === name)?.type ?? 'number')),
  })
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, [{ part: 'train', path, dialect }])
    const wanted = steps.map(({ column: name, type, recipe }) => ({
      column: column(name, type),
      step: ColumnRecipe.parse(recipe),
    })) as ColumnToFit[]
    const held = Uint8Array.from({ length: count }, (_, row) => Number(row >= train))
    const fitted = await fitSteps(duck, dataset, wanted, {}, `part = 'train'`, held)
    const place = (name: string) => cell(names.indexOf(name))
    const rows: number[][] = []
    for await (const chunk of stepRows(duck, fitted, place, 'true')) {
      const width = chunk.rows.length / chunk.count
      for (let row = 0; row < chunk.count; row++)
        rows.push([...chunk.rows.subarray(row * width, (row + 1) * width)])
    }
    return { rows }
  } finally {
    await duck.close()
  }
}

/** Within 1e-6 of the spread, as far as float32 has digits. */
function expectClose(found: number[], wanted: number[], name: string) {
  const most = Math.max(1, ...wanted.map(Math.abs))
  const worst = Math.max(...wanted.map((value, at) => Math.abs(value - (found[at] ?? Number.NaN)) / most))
  expect(worst, name).toBeLessThan(1e-6)
}

test("numbers filled, clipped, logged and scaled equal scikit-learn's, fitted on the training rows", async () => {
  const { number_cases: cases, numbers, train } = golden
  expect(cases.length).toBeGreaterThan(90)
  const { rows } = await prepare(
    numbers,
    cases.map(({ column, recipe }) => ({ column, type: 'number' as const, recipe })),
    train,
  )
  for (const [at, one] of cases.entries())
    expectClose(
      rows.map((row) => row[at] as number),
      one.values,
      `${one.column} ${JSON.stringify(one.recipe)}`,
    )
})

test('an indicator says where a value was missing', async () => {
  const recipe = { kind: 'number', indicator: true }
  const { rows } = await prepare(golden.numbers, [{ column: 'skewed', type: 'number', recipe }], golden.train)
  const wanted = golden.number_cases.find(({ column }) => column === 'skewed')?.missing
  expect(rows.map((row) => row[1])).toEqual(wanted)
})

describe('categories', () => {
  const of = async (recipe: object) => {
    const columns = { level: golden.levels }
    return (await prepare(columns, [{ column: 'level', type: 'category', recipe }], golden.levels.length))
      .rows
  }
  test("one output a level equals scikit-learn's OneHotEncoder", async () =>
    expect(await of({ kind: 'one-hot' })).toEqual(golden.one_hot))
  test('levels too rare share one, as with min_frequency', async () =>
    expect(await of({ kind: 'one-hot', minFrequency: 8 })).toEqual(golden.min_frequency))
  test('so many outputs at most, as with max_categories', async () =>
    expect(await of({ kind: 'one-hot', maxLevels: 3 })).toEqual(golden.max_categories))
  test("a number a level equals scikit-learn's OrdinalEncoder", async () =>
    expect((await of({ kind: 'ordinal' })).flat()).toEqual(golden.ordinal))

  test('an order that is given is kept, and what it does not name is -1', async () => {
    const rows = await of({ kind: 'ordinal', order: ['teal', 'red'] })
    const places = golden.levels.map((level) => (level === 'teal' ? 0 : level === 'red' ? 1 : -1))
    expect(rows.flat()).toEqual(places)
  })

  test('what is missing is all zeros, or filled with the commonest level or a constant', async () => {
    const columns = { level: ['a', 'b', '', 'b', '?'] }
    const by = async (recipe: object) =>
      (await prepare(columns, [{ column: 'level', type: 'category', recipe }], 5)).rows
    expect(await by({ kind: 'one-hot' })).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 1],
      [0, 0],
    ])
    expect((await by({ kind: 'one-hot', impute: 'most-frequent' }))[2]).toEqual([0, 1])
    expect(await by({ kind: 'one-hot', impute: 'constant', fill: 'none known' })).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
      [0, 0, 1],
    ])
  })

  test('a hash puts equal cells into one bucket, the same one every time', async () => {
    const recipe = { kind: 'hash', buckets: 7 }
    const rows = await of(recipe)
    const bucket = (at: number) => rows[at]?.indexOf(1)
    for (const [at, level] of golden.levels.entries())
      expect(bucket(at)).toBe(bucket(golden.levels.indexOf(level)))
    // The lower 64 bits of MD5("red") are the last 8 bytes of the digest, little-endian.
    expect(bucket(golden.levels.indexOf('red'))).toBe(md5Bucket('red', 7))
  })
})

function md5Bucket(text: string, buckets: number): number {
  const digest = createHash('md5').update(text).digest()
  return Number(digest.readBigUInt64LE(8) % BigInt(buckets))
}

test('a date becomes its parts: a year standardised, months and days on a circle', async () => {
  const columns = { when: ['2023-01-02', '2024-07-01', '31.12.2024', '', '2023-04-03 06:00:00'] }
  const recipe = { kind: 'date', parts: ['year', 'month', 'weekday', 'hour'], cyclic: true }
  const { rows } = await prepare(columns, [{ column: 'when', type: 'date', recipe }], 5)
  const round = (row: number[] | undefined) => row?.map((value) => Number(value.toFixed(4)) + 0)
  // Monday, January: angle 0. The years are 2023, 2024, 2024, 2023: mean 2023.5, deviation 0.5.
  expect(round(rows[0])).toEqual([-1, 0, 1, 0, 1, 0, 1])
  expect(round(rows[1])).toEqual([1, 0, -1, 0, 1, 0, 1])
  expect(round(rows[2]?.slice(0, 3))).toEqual([1, -0.5, 0.866])
  expect(rows[3]).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(round(rows[4]?.slice(5))).toEqual([1, 0])
})

test('parts of a date as plain numbers are standardised', async () => {
  const columns = { when: ['01/02/2024', '13/02/2024', '25/02/2024'] }
  const recipe = { kind: 'date', parts: ['day'], cyclic: false }
  const { rows } = await prepare(columns, [{ column: 'when', type: 'date', recipe }], 3)
  expect(rows.flat().map((value) => Number(value.toFixed(4)))).toEqual([-1.2247, 0, 1.2247])
})

test('a logarithm of what has none is refused with the column named', async () => {
  const columns = { debt: ['1', '-4', '2'] }
  const steps = [{ column: 'debt', type: 'number' as const, recipe: { kind: 'number', log: true } }]
  await expect(prepare(columns, steps, 3)).rejects.toMatchObject({
    code: 'prepare.log-negative',
    values: { column: 'debt', least: -4 },
  })
})

test('at prediction what has no logarithm counts as missing', async () => {
  const columns = { debt: ['0', '3', '-4'] }
  const steps = [
    { column: 'debt', type: 'number' as const, recipe: { kind: 'number', log: true, scale: 'none' } },
  ]
  const { rows } = await prepare(columns, steps, 2)
  expect(rows[2]?.[0]).toBeCloseTo(Math.log1p(1.5), 6)
})

test('a recipe says how wide a row is before anything is fitted', () => {
  const column = (name: string, type: string, role = 'feature') => ({
    ...{ name, type, role, missing: 0, distinct: 4, examples: [] },
  })
  const columns = [
    column('n', 'number'),
    column('c', 'category'),
    column('d', 'date', 'ignored'),
    column('t', 'text', 'ignored'),
    column('y', 'number', 'target'),
  ] as never
  expect(rowOutputs({ columns, preprocessing: null })).toBe(5)
  const preprocessing = Recipe.parse({
    columns: {
      n: { kind: 'number', indicator: true },
      c: { kind: 'one-hot', maxLevels: 3, outputs: 3 },
      d: { kind: 'date', parts: ['year', 'month'] },
      t: { kind: 'hash', buckets: 16 },
    },
  })
  expect(rowOutputs({ columns, preprocessing })).toBe(2 + 3 + 3 + 16)
})
