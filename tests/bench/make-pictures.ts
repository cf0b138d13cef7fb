import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const side = 200
const drawings = 64

/**
 * Makes `count` JPEGs of 200 x 200, 10 to 20 kB each, in `classes` folders below `folder`. A few are drawn and encoded; each file is one of
 * them with a comment of its own, so that no two have the same contents and a hundred thousand take seconds.
 */
export async function makePictures(folder: string, count: number, classes = 10): Promise<void> {
  const drawn = await Promise.all(Array.from({ length: drawings }, (_, number) => draw(number)))
  for (let name = 0; name < classes; name++) mkdirSync(join(folder, `class-${name}`), { recursive: true })
  for (let number = 0; number < count; number++) {
    const picture = drawn[number % drawings] as Buffer
    const path = join(folder, `class-${number % classes}`, `picture-${String(number).padStart(6, '0')}.jpg`)
    writeFileSync(path, withComment(picture, `picture ${number}`))
  }
}

/** Coloured waves with some noise, which compress about as photographs do. */
function draw(number: number): Promise<Buffer> {
  const pixels = Buffer.alloc(side * side * 3)
  let state = number + 1
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const x = Math.floor(at / 3) % side
    const y = Math.floor(at / 3 / side)
    const wave = Math.sin(x / (5 + number) + (at % 3)) * Math.cos(y / (7 + number / 2))
    pixels[at] = 128 + 80 * wave + (state >>> 24) / 8
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer()
}

/** The JPEG with a comment segment (marker COM) behind its start. */
function withComment(jpeg: Buffer, comment: string): Buffer {
  const segment = Buffer.from(`\xff\xfe\0\0${comment}`, 'latin1')
  segment.writeUInt16BE(comment.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
}
