import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { openHome } from '../open-home.ts'

/** A folder of small pictures, each of its own grey, and what more is to lie there. */
async function folderOf(pictures: string[], texts: Record<string, string>) {
  const ctx = openHome()
  const top = join(ctx.home, 'pets')
  for (const [index, name] of pictures.entries()) {
    const background = { r: index * 20, g: index * 20, b: index * 20 }
    mkdirSync(join(top, name, '..'), { recursive: true })
    await sharp({ create: { width: 8, height: 8, channels: 3, background } }).toFile(join(top, name))
  }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(top, name), text)
  return { ctx, top }
}

test('a table beside the pictures gives their classes, and what finds no partner is named', async () => {
  const { ctx, top } = await folderOf(['1.png', '2.png', '3.png', '4.png'], {
    'labels.csv': 'filename,width,label\n1.png,8,cat\n./2.png,8,dog\n3.png,8,cat\n9.png,8,dog\n',
  })
  const dataset = await importDataset(ctx, [top])
  expect(dataset).toMatchObject({ kind: 'image-folder', items: 3, classes: ['cat', 'dog'] })
  expect(dataset.parts[0]?.classes).toEqual([
    { name: 'cat', count: 2 },
    { name: 'dog', count: 1 },
  ])
  expect(dataset.skipped.map(({ code, values }) => [code, values])).toEqual([
    ['lost-picture', { name: '9.png' }],
    ['no-row', { table: 'labels.csv' }],
  ])
  expect(dataset.warnings).toMatchObject([
    { code: 'labelled-by', values: { file: 'labels.csv', files: 'filename', label: 'label' } },
  ])
})

test('names without their ending are found, and folders named train and test stay parts', async () => {
  const { top } = await folderOf(['train/a1.png', 'train/a2.png', 'test/a3.png'], {
    'train.csv': 'id,breed\na1,beagle\na2,boxer\na3,boxer\n',
  })
  const plan = await planImport([top])
  expect(plan.classes).toEqual(['beagle', 'boxer'])
  expect(plan.parts.map(({ part, items }) => [part, items])).toEqual([
    ['train', 2],
    ['test', 1],
  ])
  expect(plan.skipped).toEqual([])
})

test('the column of classes can be chosen', async () => {
  const { top } = await folderOf(['1.png', '2.png'], {
    'info.csv': 'file,label,colour\n1.png,cat,black\n2.png,cat,white\n',
  })
  expect((await planImport([top], { target: 'colour' })).classes).toEqual(['black', 'white'])
})

test('class folders go before a table that lies beside them', async () => {
  const { top } = await folderOf(['cat/1.png', 'dog/2.png'], {
    'info.csv': 'file,label\n1.png,x\n2.png,y\n',
  })
  const plan = await planImport([top])
  expect(plan.classes).toEqual(['cat', 'dog'])
  expect(plan.skipped.map(({ code }) => code)).toEqual(['other-kind'])
})

test('a name that two pictures share is not guessed', async () => {
  const { top } = await folderOf(['one/1.png', 'one/2.png', 'one/more/1.png'], {
    'labels.csv': 'file,label\n1.png,cat\n2.png,dog\none/more/1.png,cat\n',
  })
  const plan = await planImport([top])
  expect(plan.items).toBe(2)
  expect(plan.skipped.map(({ code, values }) => [code, values.name])).toContainEqual([
    'lost-picture',
    '1.png',
  ])
})
