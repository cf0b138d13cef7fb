type Random = () => number
const below = (random: Random, end: number) => Math.floor(random() * Math.max(1, end))

/** Values at which readers of lengths and counts go wrong. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** What may happen to a file on its way: each takes the bytes and gives others. */
const mutations: Record<string, (bytes: Buffer, random: Random) => Buffer> = {
  'flipped bits': (bytes, random) => {
    const made = Buffer.from(bytes)
    for (let count = 1 + below(random, 16); count > 0; count--) {
      const at = below(random, made.length)
      made[at] = (made[at] ?? 0) ^ (1 << below(random, 8))
    }
    return made
  },
  truncated: (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'cut within its head': (bytes, random) => bytes.subarray(0, below(random, Math.min(64, bytes.length))),
  inserted: (bytes, random) => {
    const at = below(random, bytes.length)
    const more = Buffer.from(Array.from({ length: 1 + below(random, 64) }, () => below(random, 256)))
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])
  },
  'head edited': (bytes, random) => {
    const made = Buffer.from(bytes)
    for (let count = 1 + below(random, 4); count > 0; count--)
      made[below(random, Math.min(64, made.length))] = below(random, 256)
    return made
  },
  'length field': (bytes, random) => {
    const made = Buffer.from(bytes)
    if (made.length < 8) return made
    const at = below(random, Math.min(512, made.length - 4))
    const value = edges[below(random, edges.length)] as number
    if (random() < 0.5) made.writeUInt32BE(value, at)
    else made.writeUInt32LE(value, at)
    return made
  },
  'length field near the end': (bytes, random) => {
    const made = Buffer.from(bytes)
    if (made.length < 8) return made
    const at = made.length - 4 - below(random, Math.min(128, made.length - 4))
    made.writeUInt32LE(edges[below(random, edges.length)] as number, at)
    return made
  },
  'number in words': (bytes, random) => {
    // Heads that are text (NumPy, CSV, JSON) count in digits.
    const text = bytes.toString('latin1')
    const numbers = [...text.matchAll(/\d+/g)]
    const found = numbers[below(random, numbers.length)]
    if (!found) return bytes
    const value = ['0', '-1', '99999999999', '1e308', 'NaN', ''][below(random, 6)] as string
    return Buffer.from(
      text.slice(0, found.index) + value + text.slice(found.index + found[0].length),
      'latin1',
    )
  },
  'doubled chunk': (bytes, random) => {
    const from = below(random, bytes.length)
    const to = from + below(random, bytes.length - from)
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  'lost chunk': (bytes, random) => {
    const from = below(random, bytes.length)
    const to = from + below(random, bytes.length - from)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  'swapped ends': (bytes, random) => {
    const at = below(random, bytes.length)
    return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)])
  },
  zeroed: (bytes, random) => {
    const made = Buffer.from(bytes)
    const from = below(random, made.length)
    return made.fill(0, from, from + below(random, made.length - from))
  },
  'many quotes': (bytes, random) => {
    const at = below(random, bytes.length)
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from('"\n,"'.repeat(1 + below(random, 40))),
      bytes.subarray(at),
    ])
  },
}

/** One to three mutations of a file, and what they are called. */
export function mutate(bytes: Buffer, random: Random): { bytes: Buffer; how: string } {
  const names = Object.keys(mutations)
  const used: string[] = []
  let made = bytes
  for (let count = 1 + below(random, 3); count > 0; count--) {
    const name = names[below(random, names.length)] as string
    made = mutations[name]?.(made, random) ?? made
    used.push(name)
  }
  return { bytes: made, how: used.join(', ') }
}
