import type { Split } from '../../../contract/data/split.ts'
import { Fault } from '../../../contract/failure.ts'
import { bump, groupFolds, numbered, plainFolds, stratifiedFolds, stratifiedGroupFolds } from './folds.ts'
import { iterativeFolds, type SeveralLabelsOf } from './iterative-folds.ts'
import { randomFrom, shuffle } from './random-from.ts'
import { timeFold } from './time-folds.ts'

/** What a split needs to know of the items of the train part, in their order. */
export interface SplitFacts {
  /** Of the data set, for what cannot be split. */
  name: string
  count: number
  /** Class of each item; null where there are none: what is stratified is then drawn at random. */
  labels: ArrayLike<number> | null
  /** Where an item may have several labels: which it has. */
  several?: SeveralLabelsOf | null
  /** A number a group; null where the split does not ask for groups. */
  groups: ArrayLike<number> | null
  /** When each item was; NaN where nothing says so. null where the split does not ask. */
  times: ArrayLike<number> | null
  /** The items follow one another in time: folds are those of a time series. */
  ordered?: boolean
}

/** Row numbers of the train part, ascending. */
export interface HeldOut {
  validation: Int32Array
  test: Int32Array
  /** Later than the fold of a time series that is validated on. */
  later: Int32Array
}

/**
 * The rows that are held out. `validate` is how validation rows are chosen where a run has it otherwise than the data set:
 * what the data set holds out for good stays held out all the same.
 * @throws Fault `split.few-groups`, `split.few-items`, `split.no-times`
 */
export function splitRows(split: Split, facts: SplitFacts, validate: Split = split): HeldOut {
  const all = Int32Array.from({ length: facts.count }, (_, row) => row)
  const test = split.testShare ? take(split, facts, all, split.testShare, facts.count) : new Int32Array()
  const rest = test.length ? without(all, test) : all
  if (facts.ordered && validate.kind === 'k-fold') {
    const { folds, fold } = validate
    // As scikit-learn has it, each split needs a fold more to be trained on.
    refuseFew(facts, rest, folds + 1)
    return { test, ...timeFold(rest, folds, fold) }
  }
  const validation =
    validate.kind === 'k-fold'
      ? foldRows(validate, facts, rest)
      : validate.share
        ? take(validate, facts, rest, validate.share, facts.count, split.testShare)
        : new Int32Array()
  return { validation, test, later: new Int32Array() }
}

/** Those of `rows` that a share of all is taken of; `gone`: the share that was taken before. */
function take(
  split: Split,
  facts: SplitFacts,
  rows: Int32Array,
  share: number,
  count: number,
  gone = 0,
): Int32Array {
  if (split.kind === 'last')
    // Keras: split_at = int(math.floor(n * (1.0 - validation_split)))
    return rows.slice(Math.min(rows.length, Math.floor(count * (1 - share - gone))))
  if (split.kind === 'time') return latest(facts, rows, share * count)
  // Another stream for each of the two, so that the validation rows do not depend on there being a test.
  const random = randomFrom(gone ? (split.seed ^ 0x9e3779b9) >>> 0 : split.seed)
  const ofRows = share / (1 - gone)
  if (groupsOf(split, facts)) return wholeGroups(facts, rows, share * count, random)
  if (split.kind !== 'random' && facts.several) {
    const order = rows.slice()
    shuffle(order, random)
    const of = iterativeFolds(facts.several, order, [1 - ofRows, ofRows], (many) =>
      Math.floor(random() * many),
    )
    return order.filter((_, at) => of[at] === 1).sort()
  }
  const keys = split.kind === 'random' || !facts.labels ? null : facts.labels
  return ascending(shareOfEach(rows, keys, ofRows, random))
}

const groupsOf = ({ kind, group }: Split, { groups }: SplitFacts) =>
  groups !== null && (kind === 'group' || (kind === 'k-fold' && group !== null))

/** The same share of the rows of every key; at least one row of each stays. */
function shareOfEach(
  rows: Int32Array,
  keys: ArrayLike<number> | null,
  share: number,
  random: () => number,
): number[] {
  const { of, counts } = numbered(keys ? rows.map((row) => keys[row] as number) : new Int32Array(rows.length))
  const own = counts.map((many) => new Int32Array(many))
  const filled = new Int32Array(counts.length)
  for (let at = 0; at < rows.length; at++) {
    const key = of[at] as number
    ;(own[key] as Int32Array)[bump(filled, key)] = rows[at] as number
  }
  const held: number[] = []
  for (const group of own) {
    shuffle(group, random)
    const many = Math.min(group.length - 1, Math.round(group.length * share))
    for (let i = 0; i < many; i++) held.push(group[i] as number)
  }
  return held
}

/** Groups in an order drawn at random, as many as bring the rows nearest to what is wanted: one at least, never all. */
function wholeGroups(facts: SplitFacts, rows: Int32Array, wanted: number, random: () => number): Int32Array {
  const groups = facts.groups as ArrayLike<number>
  const { of, counts } = numbered(rows.map((row) => groups[row] as number))
  if (counts.length < 2)
    throw new Fault('split.few-groups', { name: facts.name, groups: counts.length, needed: 2 })
  const order = Int32Array.from(counts, (_, group) => group)
  shuffle(order, random)
  const taken = new Uint8Array(counts.length)
  let held = 0
  let many = 0
  for (const group of order) {
    const size = counts[group] as number
    if (many === counts.length - 1 || held >= wanted) break
    // A large group that would overshoot by more than is lacking is passed over, unless there is nothing yet.
    if (many && held + size - wanted > wanted - held) continue
    taken[group] = 1
    held += size
    many++
  }
  return rows.filter((_, at) => taken[of[at] as number])
}

/** The latest rows, about as many as are wanted: rows of one moment stay together. What has no time stays. */
function latest(facts: SplitFacts, rows: Int32Array, wanted: number): Int32Array {
  const times = facts.times as ArrayLike<number>
  const known = Float64Array.from(rows, (row) => times[row] as number)
    .filter((time) => !Number.isNaN(time))
    .sort()
  if (!known.length) throw new Fault('split.no-times', { column: facts.name })
  const from = known[Math.max(0, known.length - Math.max(1, Math.round(wanted)))] as number
  return rows.filter((row) => (times[row] as number) >= from)
}

function foldRows(split: Split, facts: SplitFacts, rows: Int32Array): Int32Array {
  const { folds, fold, shuffle: shuffled, stratified, seed } = split
  refuseFew(facts, rows, folds)
  const pick = (values: ArrayLike<number>) => rows.map((row) => values[row] as number)
  const labels = stratified && facts.labels ? pick(facts.labels) : null
  const drawn = shuffled ? seed : null
  let of: Int32Array
  if (groupsOf(split, facts)) {
    const groups = pick(facts.groups as ArrayLike<number>)
    const many = new Set(groups).size
    if (many < folds) throw new Fault('split.few-groups', { name: facts.name, groups: many, needed: folds })
    of = labels ? stratifiedGroupFolds(labels, groups, folds) : groupFolds(groups, folds)
  } else if (stratified && facts.several) return severalFold(split, facts.several, rows)
  else of = labels ? stratifiedFolds(labels, folds, drawn) : plainFolds(rows.length, folds, drawn)
  return rows.filter((_, at) => of[at] === fold)
}

/** @throws Fault `split.few-items` */
function refuseFew({ name }: SplitFacts, rows: Int32Array, folds: number): void {
  if (rows.length < folds) throw new Fault('split.few-items', { name, items: rows.length, folds })
}

/** One of several folds that have their share of each label. */
function severalFold(
  { folds, fold, shuffle: shuffled, seed }: Split,
  several: SeveralLabelsOf,
  rows: Int32Array,
): Int32Array {
  const random = randomFrom(seed)
  const order = rows.slice()
  if (shuffled) shuffle(order, random)
  const shares = new Array<number>(folds).fill(1 / folds)
  const of = iterativeFolds(several, order, shares, (many) => (shuffled ? Math.floor(random() * many) : 0))
  return order.filter((_, at) => of[at] === fold).sort()
}

function without(rows: Int32Array, gone: Int32Array): Int32Array {
  let next = 0
  return rows.filter((row) => {
    while (next < gone.length && (gone[next] as number) < row) next++
    return gone[next] !== row
  })
}

const ascending = (rows: number[]) => Int32Array.from(rows).sort()
