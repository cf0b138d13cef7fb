import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { drawPicture } from '../../../../service/datasets/pictures/draw-picture.ts'
import { drawPixels, drawPlain } from '../../../../service/datasets/pictures/draw-plain.ts'
import type { PictureInput } from '../../../../service/datasets/pipeline/pipeline.ts'
import { shared } from '../open-home.ts'

const folder = mkdtempSync(join(tmpdir(), 'lathe-plain-'))
afterAll(() => rmSync(folder, { recursive: true }))
const reference = (name: string) => fileURLToPath(new URL(`../../../reference/data/${name}`, import.meta.url))
const photo = shared('bad/jpeg_named.png')

/** A file of its own for bytes. */
function kept(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const asked = (height: number, width: number, more: Partial<PictureInput> = {}): PictureInput => ({
  ...{ kind: 'image', height, width, channels: 3, shape: [height, width, 3] },
  ...{ resize: 'stretch', interpolation: 'bilinear', cropFrom: null, reversed: false },
  ...{ scale: 1, normalised: null, samplewise: null, whitening: null },
  ...more,
})

/** A JPEG with an EXIF segment that says how its camera was held. */
function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const tiff = [
    0x49,
    0x49,
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    1,
    3,
    0,
    1,
    0,
    0,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]
  const exif = [0xff, 0xe1, 0, 2 + 6 + tiff.length, ...Buffer.from('Exif\0\0'), ...tiff]
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from(exif), jpeg.subarray(2)])
}

/** The mean and the largest distance of two pictures, in steps of 255. */
function distance(one: Uint8Array, other: Uint8Array): { mean: number; most: number } {
  expect(one.length).toBe(other.length)
  const off = Array.from(one, (value, at) => Math.abs(value - (other[at] as number)))
  return { mean: off.reduce((sum, step) => sum + step, 0) / off.length, most: Math.max(...off) }
}

test('smaller and larger, a plain picture is what Keras makes of it to a step of 255', async () => {
  const cases: { interpolation: string; resize: string; size: [number, number]; values: number[] }[] =
    JSON.parse(readFileSync(reference('resized.json'), 'utf8'))
  const plain = kept('waves.png', await sharp(reference('waves.png')).removeAlpha().png().toBuffer())
  const some = cases.filter(
    ({ interpolation, resize }) => interpolation === 'bilinear' && resize === 'stretch',
  )
  expect(some.length).toBeGreaterThan(1)
  for (const { size, values } of some) {
    const found = await drawPlain(plain, asked(...size))
    expect(distance(found as Buffer, Uint8Array.from(values)).most).toBeLessThanOrEqual(1)
  }
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a JPEG of EXIF orientation %i is turned as libvips turns it, in colour and in grey',
  async (orientation) => {
    for (const space of ['srgb', 'b-w']) {
      const jpeg = await sharp(photo).toColourspace(space).jpeg().toBuffer()
      const path = kept(`${space}-${orientation}.jpg`, withOrientation(jpeg, orientation))
      for (const channels of space === 'srgb' ? [3] : [3, 1]) {
        const input = asked(90, 120, { channels })
        const whole = await drawPicture(sharp(path).rotate(), { input: { ...input, interpolation: 'area' } })
        expect(distance((await drawPlain(path, input)) as Buffer, whole).mean).toBeLessThan(4)
      }
    }
  },
)

test('the middle is cut out and red and blue change places as libvips has it', async () => {
  const input = asked(60, 80, { cropFrom: { height: 90, width: 121 }, reversed: true })
  const theirs = await drawPicture(sharp(photo), { input })
  expect(distance((await drawPlain(photo, input)) as Buffer, theirs).mean).toBeLessThan(1)
})

test('pixels in memory are drawn as those of a file are', async () => {
  for (const space of ['srgb', 'b-w']) {
    const path = kept('lossless.png', await sharp(photo).resize(64, 48).toColourspace(space).png().toBuffer())
    const raw = sharp(path).toColourspace(space).raw()
    const { data, info } = await raw.toBuffer({ resolveWithObject: true })
    const size = { width: info.width, height: info.height, channels: info.channels }
    for (const channels of space === 'srgb' ? [3] : [3, 1]) {
      const input = asked(30, 100, { channels })
      expect(await drawPixels(data, size, input)).toEqual(await drawPlain(path, input))
    }
  }
  const bytes = new Uint8Array(12)
  expect(
    await drawPixels(bytes, { width: 2, height: 2, channels: 3 }, asked(4, 4, { channels: 1 })),
  ).toBeNull()
  expect(await drawPixels(bytes, { width: 3, height: 1, channels: 4 }, asked(4, 4))).toBeNull()
})

test('what decoders read differently, and what is asked otherwise, is left to libvips', async () => {
  const small = sharp(photo).resize(64, 48)
  const odd = {
    'print.jpg': small.clone().toColourspace('cmyk').jpeg(),
    'deep.png': small.clone().toColourspace('rgb16').png(),
    'clear.png': small.clone().ensureAlpha(0.5).png(),
    'palette.png': small.clone().png({ palette: true }),
    'turned.png': small.clone().withMetadata({ orientation: 6 }).png(),
    'web.webp': small.clone().webp(),
    'large.jpg': sharp(photo).resize(1400, 1000).jpeg(),
  }
  for (const [name, picture] of Object.entries(odd))
    expect([name, await drawPlain(kept(name, await picture.toBuffer()), asked(20, 20))]).toEqual([name, null])
  const jpeg = await small.clone().jpeg().toBuffer()
  // An Adobe segment that says the channels are red, green and blue.
  const adobe = Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1')
  const colours = Buffer.concat([jpeg.subarray(0, 2), adobe, jpeg.subarray(2)])
  expect(await drawPlain(kept('colours.jpg', colours), asked(20, 20))).toBeNull()
  expect(
    await drawPlain(kept('text.png', Buffer.from('plain text, and no picture at all')), asked(20, 20)),
  ).toBeNull()
  const path = kept('plain.jpg', jpeg)
  expect((await drawPlain(path, asked(20, 20)))?.length).toBe(1200)
  for (const more of [
    { resize: 'crop' },
    { interpolation: 'bicubic' },
    { channels: 1 },
    { channels: 4 },
  ] as const)
    expect(await drawPlain(path, asked(20, 20, more))).toBeNull()
})
