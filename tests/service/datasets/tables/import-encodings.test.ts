import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TextEncoding } from '../../../../contract/data/reading.ts'
import { readSamples } from '../../../../service/datasets/gallery/read-samples.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { openHome } from '../open-home.ts'

// make_tables.py wrote it with the codecs of Python.
const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../reference/data/encodings.json'), 'utf8'),
) as { encoding: TextEncoding; text: string; bytes: string }[]

test.each(cases)('a small table in $encoding is found to be that, said, and read', async (one) => {
  const ctx = openHome()
  const path = join(ctx.home, 'cities.csv')
  writeFileSync(path, Buffer.from(one.bytes, 'hex'))
  const dataset = await importDataset(ctx, [path])
  expect(dataset.reading?.encoding).toBe(one.encoding)
  expect(dataset.warnings).toContainEqual(
    expect.objectContaining({
      code: 'encoding',
      values: { file: 'cities.csv', encoding: one.encoding.toUpperCase() },
    }),
  )
  const [header = [], first = []] = one.text.split('\n').map((line) => line.split(/[,;]/))
  expect(dataset.columns.map(({ name }) => name)).toEqual(header)
  const { samples } = await readSamples(ctx, { dataset: dataset.id, offset: 0, limit: 1 })
  expect(samples[0]?.cells).toEqual(first)
})

test('the person knows better than the guess: encoding and delimiter are read as asked', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'odd.csv')
  const russian = cases.find(({ encoding }) => encoding === 'windows-1251')
  writeFileSync(path, Buffer.from(russian?.bytes ?? '', 'hex'))
  const wrong = await planImport([path], { reading: { encoding: 'windows-1252' } })
  expect(wrong.reading?.encoding).toBe('windows-1252')
  expect(wrong.columns[0]?.name).toBe('ãîðîä')
  writeFileSync(path, 'a;b,c\n1;2,3\n4;5,6\n7;8,9\n')
  const commas = await planImport([path], { reading: { delimiter: ',' } })
  expect(commas.columns.map(({ name }) => name)).toEqual(['a;b', 'c'])
  const semicolons = await planImport([path], { reading: { delimiter: ';' } })
  expect(semicolons.columns.map(({ name }) => name)).toEqual(['a', 'b,c'])
})

test('a table that leaves UTF-8 behind its first MiB is read by the letters that do', async () => {
  const path = join(openHome().home, 'long.csv')
  const plain = Array.from({ length: 60_000 }, (_, row) => `street ${row},${row % 7},x`).join('\n')
  const russian = Buffer.from(cases.find(({ encoding }) => encoding === 'windows-1251')?.bytes ?? '', 'hex')
  writeFileSync(path, Buffer.concat([Buffer.from(`place,number,sign\n${plain}\n`), russian]))
  const plan = await planImport([path])
  expect(plan.reading?.encoding).toBe('windows-1251')
  expect(plan.items).toBe(60_004)
})

test('texts in folders are read in the encoding that was found or given', async () => {
  const ctx = openHome()
  const top = join(ctx.home, 'reviews')
  const texts = cases.find(({ encoding }) => encoding === 'gb18030')
  for (const name of ['good', 'bad']) {
    mkdirSync(join(top, name), { recursive: true })
    for (const number of [1, 2])
      writeFileSync(join(top, name, `${number}.txt`), Buffer.from(texts?.bytes ?? '', 'hex'))
  }
  const dataset = await importDataset(ctx, [top])
  expect(dataset.reading?.encoding).toBe('gb18030')
  expect(dataset.warnings).toMatchObject([{ code: 'text-encoding', values: { count: 4 } }])
  const found = await readSamples(ctx, { dataset: dataset.id, offset: 0, limit: 1 })
  expect(found.samples[0]?.cells[0]).toBe(texts?.text)
  const given = await importDataset(ctx, [top], { reading: { encoding: 'windows-1252' } })
  const other = await readSamples(ctx, { dataset: given.id, offset: 0, limit: 1 })
  expect(other.samples[0]?.cells[0]).not.toBe(texts?.text)
  expect(given.digest).not.toBe(dataset.digest)
})

test('every encoding that is offered can be decoded', () => {
  for (const encoding of TextEncoding.options) expect(new TextDecoder(encoding).encoding).toBe(encoding)
})
