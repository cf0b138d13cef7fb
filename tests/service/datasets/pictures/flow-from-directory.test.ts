import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { chainLayers } from '../../../../contract/templates/chain-layers.ts'
import { defaultSettings } from '../../../../contract/training/training.ts'
import { readPacked } from '../../../../engine/data/read-packed.ts'
import { resolveLoss } from '../../../../engine/train/resolve.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'

/** Two pictures in each of these folders, each of one grey that tells which it is. */
async function folders(root: string, names: string[]) {
  for (const [number, name] of names.entries()) {
    mkdirSync(join(root, name), { recursive: true })
    for (const file of ['b.png', 'a.png'])
      await sharp({
        create: { width: 20, height: 10, channels: 3, background: { r: number, g: number, b: number } },
      })
        .png()
        .toFile(join(root, name, file))
  }
}

/** A model that ends in so many outputs. */
const model = (units: number, activation: string) =>
  chainLayers('small', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 6, 8, 3] } },
    { kind: 'Flatten', name: 'flat' },
    { kind: 'Dense', name: 'output', settings: { units, activation } },
  ])

test("classes have Keras's order, by code point, and pictures the size of the model's Input", async () => {
  const home = openHome()
  const root = join(home.home, 'pictures')
  // As `sorted(os.listdir(directory))` of Keras's DirectoryIterator puts them.
  const sorted = ['Zebra', 'apple', 'class10', 'class2', 'élan']
  await folders(root, sorted)
  const dataset = await importDataset(home, [root], {})
  expect(dataset.classes).toEqual(sorted)
  const { folder } = await prepareTraining(
    home,
    dataset,
    model(5, 'softmax'),
    { ...defaultSettings, validationSplit: 0 },
    1,
  )
  const packed = readPacked(folder)
  const train = packed.parts.find(({ part }) => part === 'train')
  expect(train?.inputs[0]).toMatchObject({ shape: [6, 8, 3], dtype: 'uint8', scale: 1 / 255 })
  // class_mode 'categorical' and 'sparse': numbers in the order of the classes, with the loss that reads them.
  expect(train?.targets[0]).toMatchObject({ dtype: 'int32', shape: [] })
  expect(resolveLoss(null, model(5, 'softmax').keras, packed)).toBe('sparse_categorical_crossentropy')
}, 60_000)

test("two classes and one sigmoid are class_mode 'binary': the second class is 1", async () => {
  const home = openHome()
  const root = join(home.home, 'pictures')
  await folders(root, ['no', 'yes'])
  const dataset = await importDataset(home, [root], {})
  const { folder } = await prepareTraining(
    home,
    dataset,
    model(1, 'sigmoid'),
    { ...defaultSettings, validationSplit: 0 },
    1,
  )
  const packed = readPacked(folder)
  expect(packed.classes).toEqual(['no', 'yes'])
  expect(resolveLoss(null, model(1, 'sigmoid').keras, packed)).toBe('binary_crossentropy')
}, 60_000)
