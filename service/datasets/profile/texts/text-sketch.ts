/** Words of a shingle, as Broder's example has it. */
const width = 3
/** Shingles that are kept of a text: all of most, of a longer one those with the smallest hashes. */
const most = 256

/**
 * What is kept of a text to say how far another resembles it: hashes of its shingles, runs of three words, ascending and each once. Of more
 * than 256 the smallest, which is as good as drawing them at random, but of all texts the same ones (Broder, "On the resemblance and
 * containment of documents", 1997: the sketch of the s smallest). A text of fewer words is one shingle.
 */
export function sketchOf(tokens: readonly string[]): Uint32Array {
  if (!tokens.length) return new Uint32Array()
  const words = Uint32Array.from(tokens, hashOf)
  const count = Math.max(1, words.length - width + 1)
  const hashes = new Uint32Array(count)
  for (let from = 0; from < count; from++) {
    let hash = 0
    const end = Math.min(from + width, words.length)
    for (let at = from; at < end; at++) hash = mixed(Math.imul(hash, 31) + (words[at] as number))
    hashes[from] = hash
  }
  hashes.sort()
  const own = hashes.filter((hash, at) => at === 0 || hash !== hashes[at - 1])
  return own.slice(0, most)
}

/**
 * How far two texts resemble each other, 0 to 1: the shingles that both have among those that either has (Jaccard). Exact where both are kept
 * whole; else measured on the smallest of both together, to within 0.06 nineteen times of twenty.
 */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let [i, j, union, both] = [0, 0, 0, 0]
  // Beyond the smallest ones of both together a sketch that was cut says nothing.
  const enough = Math.max(a.length, b.length) < most ? Infinity : most
  while (union < enough && (i < a.length || j < b.length)) {
    const [x, y] = [a[i] ?? Infinity, b[j] ?? Infinity]
    if (x <= y) i++
    if (y <= x) j++
    if (x === y) both++
    union++
  }
  return union ? both / union : 0
}

/** FNV-1a over UTF-16 units, 32 bits (draft-eastlake-fnv). */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The last step of MurmurHash3 (fmix32): every bit depends on every other. */
function mixed(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
