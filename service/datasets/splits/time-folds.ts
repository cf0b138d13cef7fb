/** A fold of items in the order of their time: those to validate on, and those that come later, which must not be learnt from. */
export interface TimeFold {
  validation: Int32Array
  later: Int32Array
}

/**
 * Fold number `fold`, from 0, of `folds`: scikit-learn's TimeSeriesSplit. Each fold is as long as the others and is trained on what
 * comes before it alone.
 * @param rows ascending
 */
export function timeFold(rows: Int32Array, folds: number, fold: number): TimeFold {
  // scikit-learn: test_size = n_samples // n_folds, with one fold more than there are splits.
  const size = Math.floor(rows.length / (folds + 1))
  const begins = rows.length - (folds - fold) * size
  return { validation: rows.slice(begins, begins + size), later: rows.slice(begins + size) }
}
