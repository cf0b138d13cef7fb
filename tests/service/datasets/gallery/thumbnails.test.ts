import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { thumbnailOfFile, thumbnailOfPixels } from '../../../../service/datasets/gallery/draw-thumbnail.ts'
import { itemCatalogue } from '../../../../service/datasets/gallery/item-catalogue.ts'
import { openThumbnails } from '../../../../service/datasets/gallery/stored-thumbnails.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome } from '../open-home.ts'

/** Colours that run from side to side, so that a picture that is turned is another. */
function wash(width: number, height: number): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    return [(255 * x) / width, (255 * y) / height, 90][at % 3] as number
  })
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

const pixelsOf = (bytes: Buffer) => sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer()

test('a small picture is what libvips makes of the file, whichever decoder drew it', async () => {
  const { home } = openHome()
  const pictures: Record<string, Buffer> = {
    plain: await wash(200, 120).jpeg({ quality: 90 }).toBuffer(),
    turned: await wash(200, 120).jpeg({ quality: 90 }).withMetadata({ orientation: 6 }).toBuffer(),
    grey: await wash(150, 160).greyscale().jpeg({ quality: 90 }).toBuffer(),
    drawing: await wash(300, 90).png().toBuffer(),
    'seen through': await wash(300, 90).ensureAlpha(0.5).png().toBuffer(),
    smaller: await wash(100, 80).jpeg({ quality: 90 }).toBuffer(),
    tiny: await wash(40, 30).png().toBuffer(),
    large: await wash(1400, 1120).jpeg({ quality: 90 }).toBuffer(),
  }
  const sizes: Record<string, number[]> = {}
  for (const [name, bytes] of Object.entries(pictures)) {
    const path = join(home, name)
    writeFileSync(path, bytes)
    const small = await thumbnailOfFile(path, 128)
    const { width, height, format } = await sharp(small).metadata()
    sizes[name] = [width, height]
    expect(format, name).toBe(name === 'seen through' || name === 'tiny' ? 'png' : 'jpeg')
    const own = await pixelsOf(small)
    const whole = sharp(bytes).rotate().resize(128, 128, { fit: 'inside', withoutEnlargement: true })
    const theirs = await whole.removeAlpha().toColourspace('srgb').raw().toBuffer()
    expect(own.length, name).toBe(theirs.length)
    const apart = own.reduce((sum, value, at) => sum + Math.abs(value - (theirs[at] as number)), 0)
    expect(apart / own.length, name).toBeLessThan(3)
  }
  expect(sizes).toEqual({
    plain: [128, 77],
    turned: [77, 128],
    grey: [120, 128],
    drawing: [128, 38],
    'seen through': [128, 38],
    smaller: [100, 80],
    tiny: [40, 30],
    large: [128, 102],
  })
  const digit = await thumbnailOfPixels(
    new Uint8Array(28 * 28).fill(7),
    { width: 28, height: 28, channels: 1 },
    128,
  )
  expect([...(await pixelsOf(digit))].every((value) => value === 7)).toBe(true)
})

test('a picture is drawn once, and again when its file has changed', async () => {
  const ctx = openHome()
  const folder = join(ctx.home, 'pictures')
  for (const name of ['a', 'b']) mkdirSync(join(folder, name), { recursive: true })
  const first = await wash(100, 80).jpeg().toBuffer()
  const path = join(folder, 'a', '1.jpg')
  writeFileSync(path, first)
  writeFileSync(join(folder, 'b', '2.jpg'), await wash(90, 80).jpeg().toBuffer())
  const dataset = await importDataset(ctx, [folder])
  const stored = openThumbnails(ctx.home)
  const manifest = await readManifest(ctx.home, dataset)
  const catalogue = await itemCatalogue(dataset, manifest, stored)
  const drawn = await catalogue.picture('a/1.jpg', 128)
  const { hash = '' } = manifest.files.find((file) => file.path === path) ?? {}
  expect(stored.get(hash, 128)).toEqual(drawn)
  // What is kept is what is shown: the file is not read again.
  const marked = Buffer.from('kept')
  stored.put(hash, 128, marked)
  expect(await catalogue.picture('a/1.jpg', 128)).toEqual(marked)
  expect(await catalogue.picture('a/1.jpg', 320)).not.toEqual(marked)
  const { atime, mtime } = statSync(path)
  writeFileSync(path, await wash(60, 120).jpeg().toBuffer())
  utimesSync(path, atime, new Date(mtime.getTime() + 5000))
  const now = await catalogue.picture('a/1.jpg', 128)
  expect(await sharp(now as Buffer).metadata()).toMatchObject({ width: 60, height: 120 })
  expect(stored.get(hash, 128)).toEqual(marked)
  stored.close()
})

test('what is kept stays within its limit, those not seen for longest go first, and a damaged file is made anew', () => {
  const { home } = openHome()
  const limit = 2 ** 20
  const stored = openThumbnails(home, limit)
  for (let number = 0; number < 512; number++) stored.put(String(number), 128, Buffer.alloc(8000, number))
  stored.close()
  expect(statSync(join(home, 'thumbnails.db')).size).toBeLessThan(2 * limit)
  const again = openThumbnails(home, limit)
  expect(again.get('0', 128)).toBeNull()
  expect(again.get('511', 128)).toEqual(Buffer.alloc(8000, 511))
  again.close()
  writeFileSync(join(home, 'thumbnails.db'), 'no database')
  const anew = openThumbnails(home, limit)
  expect(anew.get('511', 128)).toBeNull()
  anew.put('511', 128, Buffer.from('drawn again'))
  expect(anew.get('511', 128)?.toString()).toBe('drawn again')
  anew.close()
})
