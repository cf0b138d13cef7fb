/**
 * The rows that windows of `steps` rows end before, ascending. No window has a gap in it or before its end. `asks`: whether a
 * row has the value that is to be predicted; null where the row to predict is not there yet.
 */
export function windowEnds(
  rows: number,
  gaps: Set<number>,
  steps: number,
  asks: ((row: number) => boolean) | null,
): number[] {
  const ends: number[] = []
  let following = 0
  for (let end = 0; end <= rows; end++) {
    const asked = asks ? end < rows && !gaps.has(end) && asks(end) : true
    if (following >= steps && asked) ends.push(end)
    following = gaps.has(end) ? 1 : following + 1
  }
  return ends
}
