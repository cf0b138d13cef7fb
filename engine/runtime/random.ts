/** A source of random numbers in [0, 1). */
export type Random = () => number

/**
 * A seeded generator: mulberry32 (Tommy Ettinger, 2017; public domain). Small state and good enough for shuffling and
 * for drawing seeds; the draws of tensors are made by TensorFlow from such seeds.
 */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A seed of its own for everything that has a name: the run's seed mixed with the name (FNV-1a). In [1, 2^31). */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return (randomFrom(hash)() * 2147483646 + 1) | 0
}

/** The numbers 0 to count-1 in a random order (Fisher and Yates). */
export function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = order[last] as number
    order[last] = order[other] as number
    order[other] = kept
  }
  return order
}
