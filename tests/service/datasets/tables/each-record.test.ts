import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { eachRecord } from '../../../../service/datasets/tables/each-record.ts'
import { Dialect } from '../../../../service/datasets/versions/manifest.ts'

const folder = mkdtempSync(join(tmpdir(), 'lathe-records-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function read(text: string, delimiter = ',') {
  const path = join(folder, 'table.csv')
  writeFileSync(path, text)
  const records: [number, boolean][] = []
  const blank = { skip: 0, width: 2, without: [], header: false, quoted: true, encoding: 'utf-8', fields: [] }
  const { padded } = await eachRecord(path, Dialect.parse({ ...blank, delimiter }), (_, line, empty) =>
    records.push([line, empty]),
  )
  return { padded, records }
}

test('records, their first lines and those that are blank are found across quoted newlines and any line ends', async () => {
  const { records } = await read('a,b\r\n"one\ntwo",c\n\n , \nlast,row')
  expect(records).toEqual([
    [1, false],
    [2, false],
    [4, true],
    [5, true],
    [6, false],
  ])
})

test.each([
  ['a,b c\r\nd,"e f"\n', ',', false],
  ['a\tb c\n', '\t', false],
  ['one two\nthree four\n', ' ', false],
  ['"inner""quotes","and,commas"', ',', false],
  [' a,b\n', ',', true],
  ['a, b\n', ',', true],
  ['a ,b\n', ',', true],
  ['a,b\t\r\n', ',', true],
  ['a,b ', ',', true],
  ['a," b"\n', ',', true],
  ['a,"b "\n', ',', true],
  ['a,b\rc,d\n', ',', true],
])('%j parted by %j: white space around cells is found: %s', async (text, delimiter, padded) => {
  expect((await read(text, delimiter)).padded).toBe(padded)
})
