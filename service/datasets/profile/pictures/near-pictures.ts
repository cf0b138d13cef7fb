import { grouped } from '../grouped.ts'
import { joined } from '../joined.ts'
import type { MeasuredPicture } from './measure-pictures.ts'

/** Bits of the hash that may differ, of 64. */
const mostBits = 5
/** Greys of 8 x 8 and means of the colours may differ by so many of 256 levels. */
const mostGrey = 6
const mostColour = 10
/** A picture of one colour has a hash of noise. */
const leastDeviation = 4
/** Pictures of one bucket beyond which only neighbours are compared: a hash that thousands share tells little. */
const mostTogether = 2000

/**
 * Groups of pictures that show the same, though their bytes differ: places in `pictures`. Hashes that differ in at most 5 bits agree in
 * one of 6 bands at least (pigeonhole), so only pictures that share a band are compared: locality-sensitive hashing by bit sampling
 * (Indyk and Motwani 1998).
 */
export function nearPictures(pictures: MeasuredPicture[]): number[][] {
  const able = pictures.flatMap(({ measure }, at) => (Math.max(...measure.std) >= leastDeviation ? [at] : []))
  const group = joined(pictures.length)
  const of = (at: number) => (pictures[at] as MeasuredPicture).measure
  for (let band = 0; band < mostBits + 1; band++) {
    const buckets = grouped(able, (at) => bandOf(of(at).hash, band))
    for (const bucket of buckets.values()) {
      const reach = bucket.length > mostTogether ? 100 : bucket.length
      if (bucket.length > mostTogether)
        bucket.sort((a, b) => of(a).hash[0] - of(b).hash[0] || of(a).hash[1] - of(b).hash[1])
      for (const [place, a] of bucket.entries())
        for (const b of bucket.slice(place + 1, place + reach))
          if (
            group.of(a) !== group.of(b) &&
            alike(pictures[a] as MeasuredPicture, pictures[b] as MeasuredPicture)
          )
            group.join(a, b)
    }
  }
  return group.groups()
}

/** Bits 0 to 10, 11 to 21 and 22 to 31 of each half. */
function bandOf([first, second]: [number, number], band: number): number {
  const half = band < 3 ? first : second
  return (half >>> ((band % 3) * 11)) & 0x7ff
}

function alike(a: MeasuredPicture, b: MeasuredPicture): boolean {
  const [x, y] = [a.measure, b.measure]
  if (bits(x.hash[0] ^ y.hash[0]) + bits(x.hash[1] ^ y.hash[1]) > mostBits) return false
  // Turned to the other side of its frame it is another picture.
  if (Math.abs(Math.log((x.width * y.height) / (x.height * y.width))) > 0.1) return false
  if (x.mean.some((value, channel) => Math.abs(value - (y.mean[channel] as number)) > mostColour))
    return false
  let apart = 0
  for (let at = 0; at < 64; at++) apart += Math.abs((x.grey[at] as number) - (y.grey[at] as number))
  return apart / 64 <= mostGrey
}

/** Number of set bits of 32 (Hacker's Delight, 5-1). */
function bits(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
