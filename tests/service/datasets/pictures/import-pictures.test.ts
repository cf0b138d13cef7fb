import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { openHome, shared } from '../open-home.ts'

test('a folder of class folders is read as pictures with their classes', async () => {
  const dataset = await importDataset(openHome(), [shared('images/flowers')])
  expect(dataset).toMatchObject({
    kind: 'image-folder',
    name: 'flowers',
    items: 500,
    imageShape: null,
    classes: ['daisy', 'dandelion', 'rose', 'sunflower', 'tulip'],
    skipped: [],
  })
  expect(dataset.parts).toEqual([
    { part: 'train', items: 500, classes: dataset.classes.map((name) => ({ name, count: 100 })) },
  ])
})

test('folders named train and val are parts, and a GIF among the photos is read too', async () => {
  const plan = await planImport([shared('images/hymenoptera')])
  expect(plan.parts.map(({ part, items }) => [part, items])).toEqual([
    ['train', 82],
    ['validation', 50],
  ])
  expect(plan.classes).toEqual(['ants', 'bees'])
})

test('a folder above the class folders is looked through', async () => {
  const { home } = openHome()
  const top = mkdtempSync(join(home, 'outer-'))
  const inner = join(top, 'inner')
  for (const name of ['daisy', 'tulip']) {
    mkdirSync(join(inner, name), { recursive: true })
    copyFileSync(shared('bad/jpeg_named.png'), join(inner, name, 'one.png'))
  }
  expect(await planImport([top])).toMatchObject({ classes: ['daisy', 'tulip'], items: 2 })
})

test('an empty class folder is warned of and named', async () => {
  const { home } = openHome()
  const top = mkdtempSync(join(home, 'classes-'))
  for (const name of ['daisy', 'rose', 'tulip']) mkdirSync(join(top, name))
  for (const name of ['daisy', 'tulip'])
    copyFileSync(shared('bad/jpeg_named.png'), join(top, name, 'one.jpg'))
  const plan = await planImport([top])
  expect(plan.warnings.map(({ code }) => code)).toEqual(['empty-class'])
  expect(plan.skipped).toMatchObject([{ file: join(top, 'rose'), code: 'empty-class' }])
  expect(plan.classes).toEqual(['daisy', 'tulip'])
})

test('pictures that cannot be decoded are named, and the rest is imported', async () => {
  const ctx = openHome()
  const top = mkdtempSync(join(ctx.home, 'classes-'))
  for (const name of ['daisy', 'tulip']) mkdirSync(join(top, name))
  copyFileSync(shared('bad/jpeg_named.png'), join(top, 'daisy', 'really-a-jpeg.png'))
  copyFileSync(shared('bad/jpeg_named.png'), join(top, 'tulip', 'good.png'))
  copyFileSync(shared('bad/truncated.png'), join(top, 'daisy', 'truncated.png'))
  copyFileSync(shared('bad/text_named.png'), join(top, 'tulip', 'text.png'))
  writeFileSync(join(top, 'notes.csv'), 'a,b\n1,2\n')
  const dataset = await importDataset(ctx, [top])
  expect(dataset.items).toBe(2)
  expect(dataset.imageShape).toEqual([215, 320, 3])
  expect(dataset.skipped.map(({ file, code }) => [file.slice(top.length + 1), code]).sort()).toEqual([
    ['daisy/truncated.png', 'damaged-picture'],
    ['notes.csv', 'other-kind'],
    ['tulip/text.png', 'no-picture'],
  ])
})

test('one class alone is warned of', async () => {
  const plan = await planImport([
    shared('bad/image_folder_empty_class/daisy'),
    shared('images/flowers/daisy'),
  ])
  expect(plan.warnings.map(({ code }) => code)).toContain('single-class')
})
