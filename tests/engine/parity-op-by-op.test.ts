import { describe, expect, test } from 'vitest'
import { eagerTrainer } from '../../engine/train/eager-trainer.ts'
import { goldenNames, readGolden } from '../reference/read-golden.ts'
import { trained, waysOf, worstShare } from './golden-training.ts'

// What parity.test.ts trains as a graph, op by op, which is slow: the first steps tell whether the functions are the same.
describe.each(goldenNames())('%s', (name) => {
  const golden = readGolden(name)

  test.each(waysOf(golden))('op by op, 20 steps of %s have the losses of Keras', (_, wanted) => {
    const { losses } = trained(eagerTrainer, golden, wanted, 20)
    expect(worstShare(losses, wanted.losses.slice(0, 20))).toBeLessThan(1e-4)
  })
})
