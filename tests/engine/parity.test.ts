import { describe, expect, test } from 'vitest'
import { compiledTrainer } from '../../engine/compile/compiled-trainer.ts'
import { goldenNames, readGolden, valuesOf } from '../reference/read-golden.ts'
import { outputsOf, start, trained, waysOf, worst, worstShare } from './golden-training.ts'

describe.each(goldenNames())('%s', (name) => {
  const golden = readGolden(name)

  test('the outputs are those of Keras', () => {
    expect(worst(outputsOf(start(golden).trainable, golden), valuesOf(golden.outputs))).toBeLessThan(1e-5)
  })

  test.each(waysOf(golden))(
    'compiled, 100 steps of %s have the losses of Keras, and end where Keras does',
    (_, wanted) => {
      const { losses, after } = trained(compiledTrainer, golden, wanted, 100)
      expect(worstShare(losses, wanted.losses)).toBeLessThan(1e-4)
      expect(worst(after, valuesOf(wanted.after))).toBeLessThan(1e-3)
    },
  )
})
