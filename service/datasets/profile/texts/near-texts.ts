import { grouped } from '../grouped.ts'
import { joined } from '../joined.ts'
import { resemblance } from './text-sketch.ts'

/** Texts that resemble each other so far are nearly the same. */
export const leastResemblance = 0.7
/**
 * 16 bands of 4 hashes: of two texts that resemble each other by s all 4 of some band agree with a probability of 1 - (1 - s^4)^16, which is
 * 0.99 at 0.7 and 0.9998 at 0.8, but 0.03 at 0.2 (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4.2).
 */
const bands = 16
const hashes = 4
/** Texts of one bucket beyond which each is compared with the few before it only. */
const mostTogether = 100
const reach = 20

/**
 * Groups of texts that are nearly the same: places in `sketches`, ascending. Those are compared whose smallest hashes agree
 * (MinHash, Broder 1997), under as many orders of the shingles as there are hashes: locality-sensitive hashing, so the work grows as the texts do.
 * @param same texts that are known to be nearly the same have the same
 * @param sketches of each text; an empty one resembles none
 * @param check throws once it is not wanted any more
 */
export function nearTexts(
  same: readonly string[],
  sketches: readonly Uint32Array[],
  check: () => void,
): number[][] {
  const group = joined(sketches.length)
  const able = [...grouped(sketches.keys(), (at) => same[at] as string).values()].flatMap(
    ([first = 0, ...rest]) => {
      if (!sketches[first]?.length) return []
      for (const other of rest) group.join(first, other)
      return [first]
    },
  )
  const sketch = (at: number) => sketches[at] as Uint32Array
  for (let band = 0; band < bands; band++) {
    check()
    for (const bucket of grouped(able, (at) => bandOf(sketch(at), band)).values()) {
      const far = bucket.length > mostTogether ? reach : bucket.length
      for (const [place, a] of bucket.entries())
        for (let other = Math.max(0, place - far); other < place; other++) {
          const b = bucket[other] as number
          if (group.of(a) !== group.of(b) && resemblance(sketch(a), sketch(b)) >= leastResemblance)
            group.join(a, b)
        }
    }
  }
  return group.groups()
}

/** The smallest hashes of a band, as one number. */
function bandOf(sketch: Uint32Array, band: number): number {
  let own = 0
  for (let which = 0; which < hashes; which++)
    own = Math.imul(own, 0x01000193) ^ smallest(sketch, band * hashes + which)
  return own
}

/** The smallest of the hashes in an order of its own: an odd factor and a summand give each number of 32 bits another. */
function smallest(sketch: Uint32Array, order: number): number {
  const factor = Math.imul(2 * order + 1, 0x9e3779b1) | 1
  const summand = Math.imul(order + 1, 0x85ebca6b)
  let least = 0xffffffff
  for (let at = 0; at < sketch.length; at++) {
    const hash = (Math.imul(sketch[at] as number, factor) + summand) >>> 0
    if (hash < least) least = hash
  }
  return least
}
