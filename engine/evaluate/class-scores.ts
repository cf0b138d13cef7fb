import type { Metrics } from '../../contract/training/run.ts'

/**
 * Precision, recall and F1, each class weighted by how often it truly occurs: `precision_recall_fscore_support` of
 * scikit-learn with `average='weighted'` and `zero_division=0`.
 * @param counts counts[true class][predicted class]
 */
export function classScores(counts: number[][]): Metrics {
  const total = counts.flat().reduce((sum, count) => sum + count, 0)
  let precision = 0
  let recall = 0
  let f1 = 0
  for (const [index, row] of counts.entries()) {
    const support = row.reduce((sum, count) => sum + count, 0)
    const predicted = counts.reduce((sum, other) => sum + (other[index] as number), 0)
    const right = row[index] as number
    const weight = total > 0 ? support / total : 0
    precision += weight * ratio(right, predicted)
    recall += weight * ratio(right, support)
    f1 += weight * ratio(2 * right, predicted + support)
  }
  return { precision_weighted: precision, recall_weighted: recall, f1_weighted: f1 }
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
