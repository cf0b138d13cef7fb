import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { Recipe } from '../../../../contract/data/preprocessing.ts'
import type { Source } from '../../../../service/datasets/packed/source.ts'
import { drawPicture } from '../../../../service/datasets/pictures/draw-picture.ts'
import { fitPictures } from '../../../../service/datasets/pictures/fit-pictures.ts'

interface ResizeCase {
  interpolation: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3' | 'area'
  resize: 'stretch' | 'crop' | 'pad'
  size: [number, number]
  values: number[]
}
const reference = (name: string) => new URL(`../../../reference/data/${name}`, import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(reference(name), 'utf8'))
const cases: ResizeCase[] = read('resized.json')
const waves = fileURLToPath(reference('waves.png'))

const fitted = (
  picture: object,
  asked: number[],
  pictures: (() => Promise<Buffer>)[] = [],
  held?: Uint8Array,
) =>
  fitPictures(
    asked,
    { imageShape: null, preprocessing: Recipe.parse({ picture }) },
    { count: pictures.length, draw: (item: number) => pictures[item]?.() } as unknown as Source,
    held ?? new Uint8Array(pictures.length),
  )

/**
 * How far values may be from Keras's, in steps of 255, on the mean, and what no more than 2 in a hundred may be beyond. What is
 * made smaller is libvips's work, whose kernels are rounded and begin an edge another way; the rest is our own and exact.
 */
const ofLibvips = { bilinear: [1, 10], bicubic: [1, 10], lanczos3: [1, 10], nearest: [0, 0], area: [0.05, 1] }
const ofOurs = {
  bilinear: [0.01, 1],
  bicubic: [0.01, 1],
  lanczos3: [0.01, 1],
  nearest: [0, 0],
  area: [0.05, 1],
}

test.each(cases)('$interpolation, $resize to $size is near what Keras makes of it', async (one) => {
  const { interpolation, resize, size } = one
  const input = await fitted({ interpolation, resize }, [...size, 3])
  const found = await drawPicture(sharp(waves), { input })
  expect(found.length).toBe(one.values.length)
  const off = one.values.map((value, at) => Math.abs(value - (found[at] as number)))
  const ours = resize === 'pad' || size[0] > 40
  const [mean, most] = (ours ? ofOurs : ofLibvips)[interpolation] as [number, number]
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThanOrEqual(mean)
  expect(off.filter((value) => value > most).length / off.length).toBeLessThanOrEqual(0.02)
})

test.each(['tf', 'torch', 'caffe'] as const)(
  "values are those of Keras's preprocess_input, mode %s",
  async (mode) => {
    const golden: { bytes: number[] } & Record<string, number[]> = read('preprocessing.json').normalised
    const input = await fitted({ normalise: mode === 'tf' ? 'signed' : mode }, [2, 2, 3])
    const bytes = await drawPicture(
      sharp(Buffer.from(golden.bytes), { raw: { width: 2, height: 2, channels: 3 } }),
      {
        input,
      },
    )
    const { scale = [], offset = [] } = input.normalised ?? {}
    const values = [...bytes].map(
      (byte, at) =>
        byte * input.scale * (scale[at % scale.length] as number) + (offset[at % offset.length] as number),
    )
    for (const [at, value] of values.entries()) expect(value).toBeCloseTo(golden[mode]?.[at] as number, 4)
  },
)

test('channels are standardised by the pictures that are trained on alone', async () => {
  const plain = (red: number, green: number) => async () => Buffer.from([red, green, 0, red, green, 0])
  const pictures = [plain(0, 10), plain(255, 30), plain(77, 200)]
  const input = await fitted({ normalise: 'channels' }, [1, 2, 3], pictures, Uint8Array.of(0, 0, 1))
  const scaled = (byte: number, channel: number) =>
    (byte / 255) * (input.normalised?.scale[channel] as number) +
    (input.normalised?.offset[channel] as number)
  expect([scaled(0, 0), scaled(255, 0), scaled(10, 1), scaled(30, 1), scaled(0, 2)]).toEqual([
    expect.closeTo(-1),
    expect.closeTo(1),
    expect.closeTo(-1),
    expect.closeTo(1),
    expect.closeTo(0),
  ])
})

test('the middle is cut out of what was resized first, as CenterCrop does', async () => {
  const input = await fitted({ interpolation: 'nearest', cropFrom: { height: 40, width: 60 } }, [21, 31, 3])
  const found = await drawPicture(sharp(waves), { input })
  const all = await sharp(waves).removeAlpha().raw().toBuffer()
  const row = (y: number) => [...all.subarray(((9 + y) * 60 + 14) * 3, ((9 + y) * 60 + 14 + 31) * 3)]
  expect([...found.subarray(0, 93)]).toEqual(row(0))
  expect([...found.subarray(20 * 93)]).toEqual(row(20))
  await expect(fitted({ cropFrom: { height: 20, width: 60 } }, [21, 31, 3])).rejects.toMatchObject({
    code: 'prepare.crop',
  })
})
