/** Median and range of measured times: `412 (398 to 455)`. */
export function spread(times: readonly number[], digits = 0): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN).toFixed(digits)
  return `${at(0.5)} (${at(0)} to ${at(1)})`
}
