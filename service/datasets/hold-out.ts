import type { TrainingSettings } from '../../contract/training.ts'

/**
 * Row numbers held out of `train` for validation, ascending. `last`: as Keras's validation_split, the rows after
 * int(n (1 - share)); `stratified`: the same share of every class. `labels` null: classes unknown, so at random.
 */
export function holdOut(
  count: number,
  labels: ArrayLike<number> | null,
  share: number,
  kind: TrainingSettings['splitKind'],
  seed: number,
): number[] {
  const rows = Array.from({ length: count }, (_, row) => row)
  if (kind === 'last') return rows.slice(Math.floor(count * (1 - share)))
  const random = randomFrom(seed)
  const groups = new Map<number, number[]>()
  for (const row of rows) {
    const key = kind === 'stratified' && labels ? (labels[row] ?? 0) : 0
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const held: number[] = []
  for (const group of groups.values()) {
    for (let i = group.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      const swap = group[i] as number
      group[i] = group[j] as number
      group[j] = swap
    }
    const count = Math.min(group.length - 1, Math.round(group.length * share))
    for (let i = 0; i < count; i++) held.push(group[i] as number)
  }
  return held.sort((a, b) => a - b)
}

/** Mulberry32 (Tommy Ettinger): 32 bits of state, enough to shuffle rows the same way twice. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
