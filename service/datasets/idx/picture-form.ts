import { Unusable } from '../import/unusable.ts'
import { isNpy, type Numbers, readNpyHead, readNumbers } from './npy-file.ts'

/** How the pictures of an array lie in it, and the range of their values where they are no bytes. */
export interface PictureForm {
  /** [height, width] or [height, width, channels] */
  shape: number[]
  channelsFirst: boolean
  range: [number, number] | null
}

const channelCounts = [1, 3, 4]

/** How a file of pictures is read. @throws Unusable `npy-channels`, `npy-constant` */
export async function pictureForm(path: string, shape: number[]): Promise<PictureForm> {
  const own = shape.slice(1)
  if (!isNpy(path)) return { shape: own, channelsFirst: false, range: null }
  const [first = 0, height = 0, last = 0] = own
  const channelsFirst = own.length === 3 && !channelCounts.includes(last) && channelCounts.includes(first)
  if (own.length === 3 && !channelsFirst && !channelCounts.includes(last))
    throw new Unusable('npy-channels', { shape: own.join(' x ') })
  const { type } = await readNpyHead(path)
  const range = type === 'u1' ? null : rangeOf((await readNumbers(path)).values, type)
  return { shape: channelsFirst ? [height, last, first] : own, channelsFirst, range }
}

/** The usual range that holds all values: 0 to 255 of whole numbers, 0 to 1, -1 to 1; else from the least to the most. */
function rangeOf(values: Numbers, type: string): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  if (type === 'b1') return [0, 1]
  if (!Number.isFinite(most - least) || most === least) throw new Unusable('npy-constant')
  const whole = !type.startsWith('f')
  if (least >= 0 && most <= 1) return [0, 1]
  if (least >= 0 && most <= 255 && (whole || most > 2)) return [0, 255]
  if (!whole && least >= -1 && most <= 1) return [-1, 1]
  return [least, most]
}
