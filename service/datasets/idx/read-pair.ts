import { basename } from 'node:path'
import type { Manifest } from '../versions/manifest.ts'
import { countCifar, readCifarLabels, readCifarPixels } from './cifar-file.ts'
import { readIdx, readIdxHead } from './idx-file.ts'
import { isNpy, readNpyHead, readNpyLabels, readNumbers } from './npy-file.ts'

/** One part of a data set of arrays: its pictures and, where it has any, their labels. */
export type Pair = Manifest['idx'][number]

/** All pictures of a part as bytes [pictures, height, width, channels]. @throws Unusable */
export async function readPixels(pair: Pair): Promise<Buffer> {
  const { images, more, layout, range, channelsFirst } = pair
  if (layout !== 'idx')
    return Buffer.concat(await Promise.all([images, ...more].map((path) => readCifarPixels(path, layout))))
  if (!isNpy(images)) return (await readIdx(images)).values
  const { shape, values } = await readNumbers(images)
  const bytes = range ? toBytes(values, range) : Buffer.from(values.buffer, values.byteOffset, values.length)
  return channelsFirst ? channelsLast(bytes, shape) : bytes
}

/** The class number of each picture of a part, -1 where it has values to predict; null without labels. @throws Unusable */
export async function readClassNumbers({
  images,
  labels,
  more,
  layout,
  values,
}: Pair): Promise<ArrayLike<number> | null> {
  if (labels === null) return null
  if (values !== null) return new Int32Array((await headOf(labels)).shape[0] ?? 0).fill(-1)
  if (layout !== 'idx') {
    const all = await Promise.all([images, ...more].map((path) => readCifarLabels(path, layout)))
    return Uint8Array.from(all.flatMap((one) => [...one]))
  }
  return isNpy(labels) ? readNpyLabels(labels) : (await readIdx(labels)).values
}

/** The values to predict of each picture, picture by picture; null where labels are classes. @throws Unusable */
export const readValues = async ({ labels, values }: Pair): Promise<ArrayLike<number> | null> =>
  labels === null || values === null ? null : (await readNumbers(labels)).values

/** What each picture is called where it is named: its file and its number there. @throws Unusable */
export async function pictureNames({ images, more, layout }: Pair): Promise<string[]> {
  const counts = await Promise.all(
    [images, ...more].map(async (path) => {
      const count = layout === 'idx' ? (await headOf(path)).shape[0] : await countCifar(path, layout)
      return { path, count: count ?? 0 }
    }),
  )
  return counts.flatMap(({ path, count }) =>
    Array.from({ length: count }, (_, row) => `${basename(path)}#${row}`),
  )
}

const headOf = (path: string) => (isNpy(path) ? readNpyHead(path) : readIdxHead(path))

/** Values of a range as bytes: its low end 0, its high end 255. What is no number is 0. */
function toBytes(values: ArrayLike<number>, [low, high]: readonly [number, number]): Buffer {
  const bytes = Buffer.alloc(values.length)
  const factor = 255 / (high - low || 1)
  for (let at = 0; at < values.length; at++) {
    const byte = Math.round(((values[at] as number) - low) * factor)
    bytes[at] = Number.isNaN(byte) ? 0 : Math.min(255, Math.max(0, byte))
  }
  return bytes
}

/** [pictures, channels, height, width] -> [pictures, height, width, channels]. */
function channelsLast(bytes: Buffer, [count = 0, channels = 1, height = 1, width = 1]: number[]): Buffer {
  const turned = Buffer.alloc(bytes.length)
  const plane = height * width
  for (let picture = 0; picture < count; picture++)
    for (let channel = 0; channel < channels; channel++)
      for (let at = 0; at < plane; at++)
        turned[(picture * plane + at) * channels + channel] = bytes[
          (picture * channels + channel) * plane + at
        ] as number
  return turned
}
