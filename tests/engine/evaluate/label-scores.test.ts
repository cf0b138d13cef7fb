import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { labelAverages, labelCounts, labelScores } from '../../../engine/evaluate/label-scores.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'

// make_labels.py wrote it with scikit-learn.
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../reference/data/label-scores.json'), 'utf8'),
) as Record<string, number> & {
  truth: number[][]
  shares: number[][]
  labels: { precision: number; recall: number; f1: number; support: number }[]
}
const names = ['a', 'b', 'c', 'd']
const tf = loadTensorFlow()
const counts = labelCounts(tf, tf.tensor2d(golden.truth), tf.tensor2d(golden.shares), null).dataSync()

test('precision, recall and F1 of each of several labels are those of scikit-learn', () => {
  const scores = labelScores(names, counts)
  for (const [at, wanted] of golden.labels.entries()) {
    const { name, ...found } = scores[at] as (typeof scores)[number]
    expect(name).toBe(names[at])
    for (const [kind, value] of Object.entries(wanted))
      expect(found[kind as keyof typeof found]).toBeCloseTo(value, 6)
  }
})

test('their averages are those of scikit-learn', () => {
  for (const [name, value] of Object.entries(labelAverages(names, counts)))
    expect([name, value]).toEqual([name, expect.closeTo(golden[name] as number, 6)])
})

test('rows that only fill the batch do not count', () => {
  const half = tf.tensor1d(Array.from({ length: 40 }, (_, row) => (row < 25 ? 1 : 0)))
  const some = labelCounts(tf, tf.tensor2d(golden.truth), tf.tensor2d(golden.shares), half).dataSync()
  const own = labelCounts(
    tf,
    tf.tensor2d(golden.truth.slice(0, 25)),
    tf.tensor2d(golden.shares.slice(0, 25)),
    null,
  ).dataSync()
  expect([...some]).toEqual([...own])
})
