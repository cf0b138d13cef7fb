import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { openHome, shared } from '../open-home.ts'

const place = (name: string) => join(mkdtempSync(join(openHome().home, 'table-')), name)

test('a Parquet file gives the same plan as the CSV it was made of', async () => {
  const path = place('iris.parquet')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`COPY (FROM read_csv('${shared('tabular/iris.csv')}')) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  const plan = await planImport([path])
  const csv = await planImport([shared('tabular/iris.csv')])
  expect(plan).toMatchObject({ kind: 'table', items: 150, classes: csv.classes, parts: csv.parts })
  const found = ({ columns }: typeof plan) =>
    columns.map(({ name, type, role, distinct }) => [name, type, role, distinct])
  expect(found(plan)).toEqual(found(csv))
})

test('JSON lines are read by their fields, and a field that a line lacks is missing', async () => {
  const path = place('things.jsonl')
  const lines = [
    { size: 1.5, good: true, kind: 'a' },
    { size: 2, good: false, kind: 'b' },
    { good: true, kind: 'a' },
  ]
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  const plan = await planImport([path])
  expect(plan.items).toBe(3)
  expect(plan.columns.map(({ name, type, role, missing }) => [name, type, role, missing])).toEqual([
    ['size', 'number', 'feature', 1],
    ['good', 'boolean', 'feature', 0],
    ['kind', 'category', 'target', 0],
  ])
  expect(plan.warnings).toEqual([])
})

test('a line that is no JSON is named, and the others are read', async () => {
  const path = place('broken.jsonl')
  writeFileSync(path, '{"a": 1, "b": "x"}\n{"a": 1, "b"\n\n{"a": 2, "b": "y"}\n[1]\n')
  const plan = await planImport([path])
  expect(plan.items).toBe(2)
  expect(plan.skipped.map(({ line, code }) => [line, code])).toEqual([
    [2, 'bad-json'],
    [5, 'bad-json'],
  ])
})

test('a file that only calls itself Parquet is named', async () => {
  const path = place('words.parquet')
  writeFileSync(path, 'these are words')
  expect((await planImport([path])).skipped).toMatchObject([{ file: path, code: 'unreadable' }])
})

test('a line that names a field twice, and one without a value, are named, and the others are read', async () => {
  const path = place('twice.jsonl')
  writeFileSync(path, '{"a": 1, "b": "x"}\n\n{"a": 2, "b": "y", "a": 3}\n{}\n{"a": 4, "b": "y"}\n')
  const plan = await planImport([path])
  expect(plan.items).toBe(2)
  expect(plan.skipped.map(({ line, code }) => [line, code])).toEqual([
    [3, 'hollow-json'],
    [4, 'hollow-json'],
  ])
})

test('a Parquet file whose pages are damaged is named when it is imported, not when it is trained on', async () => {
  const path = place('damaged.parquet')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`COPY (FROM read_csv('${shared('tabular/iris.csv')}')) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xff, 4, 400))
  const { items, skipped } = await planImport([path])
  expect([items, skipped.map(({ code }) => code)]).toEqual([0, ['unreadable']])
})
