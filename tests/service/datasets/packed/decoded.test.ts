import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { clearPacked } from '../../../../service/datasets/packed/packed-cache.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'

/** Two classes of four pictures, each of a colour of its own. */
async function pictures() {
  const ctx = openHome()
  const root = join(ctx.home, 'pictures')
  for (const [at, name] of ['a', 'b'].entries()) {
    mkdirSync(join(root, name), { recursive: true })
    for (let index = 0; index < 4; index++)
      await sharp({
        create: { width: 20, height: 20, channels: 3, background: { r: 30 * index, g: 200 * at, b: 7 } },
      })
        .png()
        .toFile(join(root, name, `${index}.png`))
  }
  const prepare = async (size = 10) => {
    const dataset = await importDataset(ctx, [root])
    const model = buildTemplate('cnn-image-classifier', {
      ...datasetFacts(dataset),
      imageShape: [size, size, 3],
    })
    const settings = TrainingSettings.parse({ validationSplit: 0 })
    const { folder, done } = await prepareTraining(ctx, dataset, model, settings, 1)
    done()
    return folder
  }
  return { ...ctx, root, prepare }
}
const inputs = (folder: string) => readFileSync(join(folder, 'train-input.bin'))
const inode = (folder: string) => statSync(join(folder, 'train-input.bin')).ino

test('where only labels changed, the decoded pictures are the same file', async () => {
  const { root, prepare } = await pictures()
  const first = await prepare()
  renameSync(join(root, 'b'), join(root, 'z'))
  const second = await prepare()
  expect(second).not.toBe(first)
  expect(inode(second)).toBe(inode(first))
  expect(readFileSync(join(second, 'pipeline.json'), 'utf8')).toContain('"z"')
})

test('where pictures came and went, those that stayed are taken and not decoded again', async () => {
  const { root, prepare } = await pictures()
  const first = await prepare()
  // Its pixels say afterwards whether a picture came from here.
  const marked = inputs(first)
  marked.fill(99, 300, 600)
  writeFileSync(join(first, 'train-input.bin'), marked)
  rmSync(join(root, 'a', '0.png'))
  await sharp({ create: { width: 20, height: 20, channels: 3, background: { r: 1, g: 2, b: 3 } } })
    .png()
    .toFile(join(root, 'b', '9.png'))
  const second = inputs(await prepare())
  expect(second.length).toBe(8 * 300)
  expect([...second.subarray(0, 300)].every((value) => value === 99)).toBe(true)
  expect(second.subarray(300, 7 * 300).equals(marked.subarray(600, 8 * 300))).toBe(true)
  expect([...second.subarray(-3)]).toEqual([1, 2, 3])
})

test('another size is decoded anew, and what is linked outlives what it was linked to', async () => {
  const { home, root, prepare } = await pictures()
  const first = await prepare()
  const other = await prepare(14)
  expect(inputs(other).length).toBe(8 * 14 * 14 * 3)
  renameSync(join(root, 'a'), join(root, 'c'))
  const linked = await prepare()
  const before = inputs(linked)
  rmSync(first, { recursive: true })
  expect(inputs(linked).equals(before)).toBe(true)
  clearPacked(home)
  expect(existsSync(linked)).toBe(false)
})
