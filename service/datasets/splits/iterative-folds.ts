/** 0 or 1 for each of several labels of each item, item by item. */
export interface SeveralLabelsOf {
  values: ArrayLike<number>
  width: number
}

/**
 * Which part each row belongs to, so that every part has its share of each label: iterative stratification (Sechidis, Tsoumakas and
 * Vlahavas, 2011, "On the Stratification of Multi-Label Data"). The label that fewest of the rows left have goes first, and each of its rows
 * into the part that lacks the label most; of equals into the one that lacks rows most.
 * @param rows the items to be dealt out, in the order in which they are
 * @param shares of the parts, which add up to 1
 * @param choose one of so many that are equal
 * @returns the part of each of `rows`
 */
export function iterativeFolds(
  { values, width }: SeveralLabelsOf,
  rows: Int32Array,
  shares: readonly number[],
  choose: (many: number) => number,
): Int32Array {
  const has = (place: number, label: number) => Number(values[(rows[place] as number) * width + label])
  const left = new Int32Array(width)
  for (let place = 0; place < rows.length; place++)
    for (let label = 0; label < width; label++) if (has(place, label)) left[label] = (left[label] ?? 0) + 1
  const lacked = shares.map((share) => Float64Array.from(left, (count) => share * count))
  const room = shares.map((share) => share * rows.length)
  const of = new Int32Array(rows.length).fill(-1)
  const deal = (place: number, part: number) => {
    of[place] = part
    room[part] = (room[part] as number) - 1
    const own = lacked[part] as Float64Array
    for (let label = 0; label < width; label++) {
      if (!has(place, label)) continue
      own[label] = (own[label] as number) - 1
      left[label] = (left[label] as number) - 1
    }
  }
  for (;;) {
    const rarest = leastOf(left)
    if (!rarest.length) break
    const label = rarest[rarest.length > 1 ? choose(rarest.length) : 0] as number
    for (let place = 0; place < rows.length; place++) {
      if (of[place] !== -1 || !has(place, label)) continue
      const lacking = mostOf(lacked.map((own) => own[label] as number))
      const empty = mostOf(lacking.map((part) => room[part] as number)).map((at) => lacking[at] as number)
      deal(place, empty[empty.length > 1 ? choose(empty.length) : 0] as number)
    }
  }
  // Rows without any label.
  for (let place = 0; place < rows.length; place++) {
    if (of[place] !== -1) continue
    const empty = mostOf(room)
    deal(place, empty[empty.length > 1 ? choose(empty.length) : 0] as number)
  }
  return of
}

/** The labels that are left, and of which the fewest are. */
function leastOf(counts: Int32Array): number[] {
  const least = counts.reduce((found, count) => (count > 0 && count < found ? count : found), 2 ** 31 - 1)
  return Array.from(counts.keys()).filter((label) => counts[label] === least)
}

/** The places of the largest. */
function mostOf(values: number[]): number[] {
  const most = Math.max(...values)
  return values.flatMap((value, at) => (value === most ? [at] : []))
}
