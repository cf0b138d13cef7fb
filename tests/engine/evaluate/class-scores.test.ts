import { expect, test } from 'vitest'
import { classScores } from '../../../engine/evaluate/class-scores.ts'

// The numbers are those of sklearn.metrics.precision_recall_fscore_support(average='weighted', zero_division=0).
test('precision, recall and F1 are weighted by how often each class truly occurs', () => {
  const scores = classScores([
    [10, 0, 0],
    [0, 7, 3],
    [0, 2, 8],
  ])
  expect(scores.precision_weighted).toBeCloseTo((10 / 10 + 7 / 9 + 8 / 11) / 3, 12)
  expect(scores.recall_weighted).toBeCloseTo(25 / 30, 12)
  expect(scores.f1_weighted).toBeCloseTo((1 + 14 / 19 + 16 / 21) / 3, 12)
})

test('a class that was never predicted counts as 0 instead of dividing by zero', () => {
  const scores = classScores([
    [4, 0],
    [4, 0],
  ])
  expect(scores).toEqual({ precision_weighted: 0.25, recall_weighted: 0.5, f1_weighted: (0.5 * 8) / 12 })
})
