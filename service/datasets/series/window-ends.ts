/** How a series is cut into windows; the words are those of contract/data/series.ts. */
export interface Cut {
  /** Steps of a window. */
  steps: number
  samplingRate: number
  horizon: number
  sequenceStride: number
}

/** Rows from the first of a window to the row behind its last. */
export const spanOf = ({ steps, samplingRate }: Pick<Cut, 'steps' | 'samplingRate'>) =>
  (steps - 1) * samplingRate + 1

/** The row that a window which ends before row `end` asks for `ahead` steps ahead, from 1. */
export const askedRow = (end: number, ahead: number, { samplingRate }: Pick<Cut, 'samplingRate'>) =>
  end - 1 + ahead * samplingRate

/**
 * The rows that windows end before, ascending. No window has a gap in it or before the last value it asks for. `asks`: whether a
 * row has the values that are to be predicted; null where those rows are not there yet, and every window is wanted.
 */
export function windowEnds(
  rows: number,
  gaps: Set<number>,
  cut: Cut,
  asks: ((row: number) => boolean) | null,
): number[] {
  const span = spanOf(cut)
  const stride = asks ? cut.sequenceStride : 1
  const ends: number[] = []
  // How many rows follow one another without a gap up to each row, itself counted.
  const following = new Uint32Array(rows)
  for (let row = 0; row < rows; row++)
    following[row] = row === 0 || gaps.has(row) ? 1 : (following[row - 1] as number) + 1
  for (let end = span; end <= rows; end += stride) {
    const last = asks ? askedRow(end, cut.horizon, cut) : end - 1
    if (last >= rows || (following[last] as number) < last - (end - span) + 1) continue
    let there = true
    for (let ahead = 1; asks && there && ahead <= cut.horizon; ahead++)
      there = asks(askedRow(end, ahead, cut))
    if (there) ends.push(end)
  }
  return ends
}
