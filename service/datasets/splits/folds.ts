/** Which of `folds` parts each row belongs to, as scikit-learn deals them out. All give an Int32Array [rows]. */

import { randomFrom, shuffle } from './random-from.ts'

/** `sklearn.model_selection.KFold`: neighbours stay together; the first count % folds parts have one row more. */
export function plainFolds(count: number, folds: number, seed: number | null): Int32Array {
  const order = Int32Array.from({ length: count }, (_, row) => row)
  if (seed !== null) shuffle(order, randomFrom(seed))
  const of = new Int32Array(count)
  let at = 0
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(count / folds) + (fold < count % folds ? 1 : 0)
    for (const row of order.subarray(at, at + size)) of[row] = fold
    at += size
  }
  return of
}

/** `sklearn.model_selection.StratifiedKFold`: each part has its share of every class, and the sizes differ by one at most. */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number, seed: number | null): Int32Array {
  const { of: classOf, counts } = numbered(labels)
  // Rows sorted by class and dealt out like cards: how many of each class a fold gets.
  const allocation = counts.map(() => new Int32Array(folds))
  let dealt = 0
  for (const [place, count] of counts.entries())
    for (let i = 0; i < count; i++) bump(allocation[place] as Int32Array, dealt++ % folds)
  const random = seed === null ? null : randomFrom(seed)
  const next = allocation.map((own) => {
    const list = Int32Array.from(Array.from(own).flatMap((many, fold) => new Array<number>(many).fill(fold)))
    if (random) shuffle(list, random)
    return list
  })
  const at = new Int32Array(counts.length)
  return classOf.map((place) => (next[place] as Int32Array)[bump(at, place)] as number)
}

/** `sklearn.model_selection.GroupKFold`: the largest groups first, each into the part that has the fewest rows so far. */
export function groupFolds(groups: ArrayLike<number>, folds: number): Int32Array {
  const { of: groupOf, counts } = sorted(groups)
  // The order that argsort()[::-1] gives: ascending by size and then turned round.
  const order = counts.map((_, group) => group).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b)
  const rows = new Float64Array(folds)
  const foldOf = new Int32Array(counts.length)
  for (const group of order.reverse()) {
    const lightest = rows.indexOf(Math.min(...rows))
    bump(rows, lightest, counts[group] ?? 0)
    foldOf[group] = lightest
  }
  return groupOf.map((group) => foldOf[group] as number)
}

/**
 * `sklearn.model_selection.StratifiedGroupKFold`: groups with the most uneven classes first, each into the part where the
 * shares of the classes then differ least from part to part; of equals into the smallest.
 */
export function stratifiedGroupFolds(
  labels: ArrayLike<number>,
  groups: ArrayLike<number>,
  folds: number,
): Int32Array {
  const classes = numbered(labels)
  const { of: groupOf, counts } = sorted(groups)
  const many = classes.counts.length
  const inGroup = counts.map(() => new Float64Array(many))
  for (let row = 0; row < groupOf.length; row++)
    bump(inGroup[groupOf[row] as number] as Float64Array, classes.of[row] as number)
  const inFold = Array.from({ length: folds }, () => new Float64Array(many))
  const spread = inGroup.map(deviation)
  const order = counts.map((_, group) => group).sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0) || a - b)
  const foldOf = new Int32Array(counts.length)
  for (const group of order) {
    const own = inGroup[group] as Float64Array
    let best = 0
    let least = Number.POSITIVE_INFINITY
    let fewest = Number.POSITIVE_INFINITY
    for (const [fold, has] of inFold.entries()) {
      let sum = 0
      for (let place = 0; place < many; place++) {
        const shares = inFold.map(
          (one, at) =>
            ((one[place] as number) + (at === fold ? (own[place] as number) : 0)) /
            (classes.counts[place] as number),
        )
        sum += deviation(shares)
      }
      const uneven = sum / many
      const rows = has.reduce((all, one) => all + one, 0)
      // numpy.isclose: within 1e-8 and 1e-5 of it they count as equal.
      const close = Math.abs(uneven - least) <= 1e-8 + 1e-5 * Math.abs(least)
      if (uneven < least || (close && rows < fewest)) {
        best = fold
        least = uneven
        fewest = rows
      }
    }
    foldOf[group] = best
    for (let place = 0; place < many; place++) bump(inFold[best] as Float64Array, place, own[place])
  }
  return groupOf.map((group) => foldOf[group] as number)
}

/** Adds to a value of a list; gives what it was before. */
export function bump(list: Int32Array | Float64Array, place: number, by = 1): number {
  const before = list[place] as number
  list[place] = before + by
  return before
}

function deviation(values: ArrayLike<number>): number {
  const list = Array.from(values)
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length)
}

/** Values as places in the order in which they first come, and how often each does. */
export function numbered(values: ArrayLike<number>): { of: Int32Array; counts: number[] } {
  const places = new Map<number, number>()
  const counts: number[] = []
  const of = new Int32Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    let place = places.get(value)
    if (place === undefined) {
      place = counts.push(0) - 1
      places.set(value, place)
    }
    counts[place] = (counts[place] ?? 0) + 1
    of[row] = place
  }
  return { of, counts }
}

/** The same in ascending order of the values, as numpy.unique numbers them. */
function sorted(values: ArrayLike<number>): { of: Int32Array; counts: number[] } {
  const { of, counts } = numbered(values)
  const first: number[] = []
  for (let row = 0; row < of.length; row++) first[of[row] as number] ??= values[row] as number
  const order = counts.map((_, place) => place).sort((a, b) => (first[a] ?? 0) - (first[b] ?? 0))
  const rank = new Int32Array(counts.length)
  for (const [at, place] of order.entries()) rank[place] = at
  return { of: of.map((place) => rank[place] as number), counts: order.map((place) => counts[place] ?? 0) }
}
