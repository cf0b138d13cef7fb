import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/data/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'

type Colour = { r: number; g: number; b: number }
const red: Colour = { r: 255, g: 0, b: 0 }
const blue: Colour = { r: 0, g: 0, b: 255 }
const flat = (width: number, height: number, background: Colour) =>
  sharp({ create: { width, height, channels: 3, background } })

/** Left half red, right half blue. */
const halves = async (width: number, height: number) =>
  flat(width, height, red)
    .composite([
      {
        input: await flat(width / 2, height, blue)
          .png()
          .toBuffer(),
        left: width / 2,
        top: 0,
      },
    ])
    .png()
    .toBuffer()

/** Imports and packs one odd picture as class `a` beside a plain one as class `b`; gives the odd one as it is packed. */
async function packOdd(name: string, odd: Buffer, plain: Buffer) {
  const ctx = openHome()
  const top = join(ctx.home, 'pictures')
  for (const folder of ['a', 'b']) mkdirSync(join(top, folder), { recursive: true })
  writeFileSync(join(top, 'a', name), odd)
  writeFileSync(join(top, 'b', 'plain.png'), plain)
  const dataset = await importDataset(ctx, [top])
  expect(dataset.skipped).toEqual([])
  const model = buildTemplate('cnn-image-classifier', datasetFacts(dataset))
  const settings = TrainingSettings.parse({ validationSplit: 0 })
  const { folder } = await prepareTraining(ctx, dataset, model, settings, 1)
  const { parts } = PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
  const [height = 0, width = 0, channels = 0] = parts[0]?.inputs[0]?.shape ?? []
  const bytes = readFileSync(join(folder, 'train-input.bin')).subarray(0, height * width * channels)
  const at = (row: number, column: number) => [
    ...bytes.subarray((row * width + column) * channels, (row * width + column + 1) * channels),
  ]
  return { dataset, shape: [height, width, channels], at }
}

test('a photo that its camera held upright is turned, and its size is that of the turned one', async () => {
  // EXIF 6: to be turned a quarter clockwise, so that the left half comes to lie on top.
  const odd = await sharp(await halves(40, 20))
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toBuffer()
  const { dataset, shape, at } = await packOdd('upright.jpg', odd, await flat(20, 40, blue).png().toBuffer())
  expect(dataset.imageShape).toEqual([40, 20, 3])
  expect(shape).toEqual([40, 20, 3])
  expect(at(5, 10)[0]).toBeGreaterThan(240)
  expect(at(5, 10)[2]).toBeLessThan(15)
  expect(at(35, 10)[0]).toBeLessThan(15)
  expect(at(35, 10)[2]).toBeGreaterThan(240)
})

test('a JPEG in CMYK is read in red, green and blue', async () => {
  const odd = await flat(20, 20, red).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
  expect(await sharp(odd).metadata()).toMatchObject({ space: 'cmyk', channels: 4 })
  const { dataset, at } = await packOdd('print.jpg', odd, await flat(20, 20, blue).png().toBuffer())
  expect(dataset.imageShape).toEqual([20, 20, 3])
  const [r = 0, g = 255, b = 255] = at(10, 10)
  expect(r).toBeGreaterThan(180)
  expect(g).toBeLessThan(90)
  expect(b).toBeLessThan(90)
})

test('a PNG of 16 bits a value keeps its brightness in 8', async () => {
  const half = Uint16Array.from({ length: 400 }, () => 32_896)
  const odd = await sharp(half, { raw: { width: 20, height: 20, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer()
  expect((await sharp(odd).metadata()).depth).toBe('ushort')
  const grey = await sharp(new Uint8Array(400), { raw: { width: 20, height: 20, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  const { dataset, at } = await packOdd('deep.png', odd, grey)
  expect(dataset.imageShape).toEqual([20, 20, 1])
  expect(at(10, 10)).toEqual([128])
})

test.each(['gif', 'webp'] as const)('of an animated %s the first frame is read', async (format) => {
  const frames = [await flat(20, 20, red).png().toBuffer(), await flat(20, 20, blue).png().toBuffer()]
  const odd = await sharp(frames, { join: { animated: true } })
    .toFormat(format, format === 'webp' ? { lossless: true } : {})
    .toBuffer()
  expect((await sharp(odd, { animated: true }).metadata()).pages).toBe(2)
  const { dataset, at } = await packOdd(`moving.${format}`, odd, await flat(20, 20, blue).png().toBuffer())
  expect(dataset.imageShape).toEqual([20, 20, 3])
  expect(at(10, 10)).toEqual([255, 0, 0])
})

test('a BMP is read: 24 bits a pixel from the bottom up, and one whose head promises too much is named', async () => {
  // BITMAPFILEHEADER and BITMAPINFOHEADER; red above blue, each row filled to four bytes.
  const [width, height] = [20, 20]
  const bytes = Buffer.alloc(54 + 60 * height)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      bytes[54 + row * 60 + column * 3 + (row < height / 2 ? 0 : 2)] = 255
  const plain = await flat(20, 20, red).png().toBuffer()
  const { dataset, shape, at } = await packOdd('odd.bmp', bytes, plain)
  expect([shape, dataset.imageShape]).toEqual([
    [20, 20, 3],
    [20, 20, 3],
  ])
  expect([at(0, 0), at(19, 19)]).toEqual([
    [255, 0, 0],
    [0, 0, 255],
  ])
  bytes.writeInt32LE(30_000, 18)
  const { home } = openHome()
  const top = join(home, 'pictures')
  for (const folder of ['a', 'b']) mkdirSync(join(top, folder), { recursive: true })
  writeFileSync(join(top, 'a', 'odd.bmp'), bytes)
  writeFileSync(join(top, 'b', 'plain.png'), plain)
  const { skipped } = await importDataset(openHome(), [top])
  expect(skipped.map(({ code }) => code)).toEqual(['damaged-picture'])
})
