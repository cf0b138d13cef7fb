import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../../contract/data/dataset.ts'
import { Fault } from '../../../../contract/failure.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { openHome, shared } from '../open-home.ts'

/** What a person reads of each: the reason of the failure, or the items and what was said of the rest. */
const expected: Record<string, { reason: string } | { items: number; notes: string[] }> = {
  'bom_crlf_quoted_newlines.csv': { items: 6, notes: ['id-column'] },
  'empty.csv': { reason: 'it is empty' },
  'header_only.csv': { reason: 'it has no rows below its header' },
  'idx_huge_header-images-idx3-ubyte': { reason: 'its header promises 1683627179264 bytes' },
  idx_short: { reason: 'its header promises 78416 bytes, but it holds 47156' },
  image_folder_empty_class: { items: 12, notes: [] },
  'image_folder_empty_class.zip': { items: 12, notes: ['empty-class', 'empty-class'] },
  'jpeg_named.png': { reason: 'it lies in no class folder' },
  'nan_inf_constant.csv': { items: 60, notes: ['constant-column', 'missing-column'] },
  'object_dtype.npy': { reason: 'it holds Python objects (dtype object), which are never unpickled' },
  'ragged.csv': {
    items: 26,
    notes: ['empty-line', 'empty-line', 'ragged-line', 'ragged-line', 'single-class'],
  },
  'single_class_label.csv': { items: 50, notes: ['single-class'] },
  'text_named.png': { reason: 'it lies in no class folder' },
  'truncated.png': { reason: 'it lies in no class folder' },
  'unclosed_quote.csv': { items: 29, notes: ['single-class', 'unclosed-quote'] },
  'utf16le_bom.csv': { items: 50, notes: ['encoding', 'single-class'] },
  'zip_slip.zip': { items: 50, notes: ['archive-path', 'archive-path', 'archive-path', 'single-class'] },
}

test('every file of the folder of bad files has its expectation here', () => {
  const names = readdirSync(shared('bad')).sort()
  expect(Object.keys(expected).sort()).toEqual(names)
})

test.each(Object.entries(expected))('%s ends in a clean import or a reason', async (name, wanted) => {
  const ctx = openHome()
  const outcome: Dataset | Fault = await importDataset(ctx, [shared(`bad/${name}`)]).catch((thrown) => {
    if (thrown instanceof Fault) return thrown
    throw thrown
  })
  if ('reason' in wanted) {
    expect(outcome).toMatchObject({ code: 'data.nothing-usable' })
    expect(String((outcome as Fault).values.reason)).toContain(wanted.reason)
    return
  }
  const { items, skipped, warnings } = outcome as Dataset
  const notes = [...skipped, ...warnings].map(({ code }) => code).sort()
  expect({ items, notes }).toEqual(wanted)
})

test('odd pictures in a class folder: a JPEG of another name is read, text and half a picture are named', async () => {
  const ctx = openHome()
  const top = join(ctx.home, 'pets')
  const names = ['jpeg_named.png', 'text_named.png', 'truncated.png']
  for (const folder of ['cat', 'dog']) {
    mkdirSync(join(top, folder), { recursive: true })
    for (const name of names) copyFileSync(shared(`bad/${name}`), join(top, folder, name))
  }
  const { items, skipped } = await importDataset(ctx, [top])
  expect(items).toBe(2)
  expect(skipped.map(({ code }) => code).sort()).toEqual([
    ...['damaged-picture', 'damaged-picture', 'no-picture', 'no-picture'],
  ])
})
