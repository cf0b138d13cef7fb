/**
 * Exponential moving average, debiased, as TensorBoard draws it: the mean starts at 0, so each value is divided by
 * `1 - weight^n`, which makes the first smoothed value equal the first value. `weight` 0 changes nothing.
 * Values that are not finite are handed through and do not enter the mean.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values]
  let mean = 0
  let count = 0
  return values.map((value) => {
    if (!Number.isFinite(value)) return value
    mean = mean * weight + (1 - weight) * value
    count += 1
    return mean / (1 - weight ** count)
  })
}
