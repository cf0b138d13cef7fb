import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/data/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { preparePrediction } from '../../../../service/datasets/packed/prepare-prediction.ts'
import { openHome, shared } from '../open-home.ts'

const pictures = { kind: 'image', height: 8, width: 8, channels: 3, shape: [8, 8, 3] }
const table = {
  kind: 'table',
  shape: [3],
  columns: [
    { name: 'size', type: 'number', mean: 2, deviation: 0.5, levels: [] },
    { name: 'colour', type: 'category', mean: 0, deviation: 1, levels: ['green', 'red'] },
  ],
}

/** Packs files for a run whose data was prepared as `input` says. */
async function predictOn(
  input: typeof pictures | typeof table,
  name: string,
  make: (folder: string) => string,
) {
  const ctx = openHome()
  const run = mkdtempSync(join(ctx.home, 'run-'))
  // As the first version wrote it, which runs of then still have.
  const pipeline = {
    version: 1,
    digest: '',
    task: 'classification',
    classes: ['a', 'b'],
    target: input.kind === 'table' ? 'kind' : null,
    input,
  }
  writeFileSync(join(run, 'pipeline.json'), JSON.stringify(pipeline))
  const folder = join(mkdtempSync(join(ctx.home, 'new-')), name)
  mkdirSync(folder)
  const path = make(folder)
  const model = buildTemplate('tabular-classifier', null)
  const made = await preparePrediction(ctx, run, model, [path])
  const packed = PackedData.parse(JSON.parse(readFileSync(join(made.folder, 'packed.json'), 'utf8')))
  return { ...made, part: packed.parts[0] }
}

test('loose pictures, in no class folder, are predicted on', async () => {
  const { items, part } = await predictOn(pictures, 'holiday', (folder) => {
    mkdirSync(join(folder, 'deeper'))
    copyFileSync(shared('bad/jpeg_named.png'), join(folder, 'one.png'))
    copyFileSync(shared('bad/jpeg_named.png'), join(folder, 'deeper', 'two.png'))
    writeFileSync(join(folder, 'list.csv'), 'a,b\n1,2\n')
    return folder
  })
  expect(items.map((item) => basename(item))).toEqual(['one.png', 'two.png'])
  expect(part).toMatchObject({ part: 'predict', items: 2, targets: [] })
})

test('one picture alone is predicted on', async () => {
  const { items } = await predictOn(pictures, 'one', () => shared('bad/jpeg_named.png'))
  expect(items).toEqual([shared('bad/jpeg_named.png')])
})

test('pictures of an IDX file need no labels', async () => {
  const { items } = await predictOn({ ...pictures, channels: 1, shape: [8, 8, 1] }, 'digits', (folder) => {
    copyFileSync(shared('mnist/t10k-images-idx3-ubyte.gz'), join(folder, 'digits-images-idx3-ubyte.gz'))
    return folder
  })
  expect(items).toHaveLength(10_000)
  expect(items[9]).toBe('digits-images-idx3-ubyte.gz#9')
})

test('a table is asked for its columns by name, in any order, and rows are named by their line', async () => {
  const { folder, items } = await predictOn(table, 'rows', (folder) => {
    const path = join(folder, 'new.csv')
    writeFileSync(path, 'colour,size\nred,3\n\nbroken\nblue,\ngreen,1\n')
    return path
  })
  expect(items).toEqual(['new.csv:2', 'new.csv:5', 'new.csv:6'])
  const bytes = new Uint8Array(readFileSync(join(folder, 'predict-input.bin')))
  expect([...new Float32Array(bytes.buffer)]).toEqual([2, 0, 1, 0, 0, 0, -2, 1, 0])
})

test('a table given to a model of pictures is refused by name', async () => {
  await expect(predictOn(pictures, 'rows', () => shared('tabular/iris.csv'))).rejects.toMatchObject({
    code: 'data.wants-pictures',
    values: { names: 'iris.csv' },
  })
})

test('pictures given to a model of tables are refused by name, with the columns that are wanted', async () => {
  await expect(predictOn(table, 'one', () => shared('bad/jpeg_named.png'))).rejects.toMatchObject({
    code: 'data.wants-table',
    values: { names: 'jpeg_named.png', columns: 'size, colour' },
  })
})

test('a table that lacks a column is refused with the column and the file', async () => {
  await expect(predictOn(table, 'one', () => shared('tabular/iris.csv'))).rejects.toMatchObject({
    code: 'data.column-missing',
    values: { column: 'size' },
  })
})

test('pictures that cannot be read are refused with the reason', async () => {
  await expect(predictOn(pictures, 'one', () => shared('bad/text_named.png'))).rejects.toMatchObject({
    code: 'data.nothing-usable',
    values: { names: 'text_named.png', reason: expect.stringContaining('not a picture') },
  })
})
