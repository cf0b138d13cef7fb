import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { afterEpoch, firstCallbackState } from '../../../engine/train/callbacks.ts'

/** What tests/reference/make_loop_golden.py wrote down from Keras's own callbacks. */
const golden = JSON.parse(
  readFileSync(new URL('../../reference/loop/callbacks.json', import.meta.url), 'utf8'),
) as {
  curves: Record<string, number[]>
  early: { settings: object; last: number; stopped: boolean; best: number }[]
  plateau: { settings: object; initial: number; rates: number[] }[]
}
const count = (golden.curves.val_loss as number[]).length
const metricsOf = (epoch: number) =>
  Object.fromEntries(
    Object.entries(golden.curves).map(([name, values]) => [name, values[epoch - 1] as number]),
  )

test.each(golden.early.map((one) => [JSON.stringify(one.settings), one] as const))(
  'early stopping with %s ends after the epoch at which Keras ends',
  (_name, wanted) => {
    const settings = TrainingSettings.parse({ earlyStopping: wanted.settings })
    const state = firstCallbackState(settings, 0.1)
    let epoch = 0
    while (epoch < count && !state.earlyStopping.stopped)
      afterEpoch(settings, state, ++epoch, metricsOf(epoch))
    expect(epoch).toBe(wanted.last)
    expect(state.earlyStopping).toMatchObject({ stopped: wanted.stopped, bestEpoch: wanted.best })
  },
)

test.each(golden.plateau.map((one) => [JSON.stringify(one.settings), one] as const))(
  'a learning rate reduced on a plateau with %s is that of Keras after every epoch',
  (_name, wanted) => {
    const settings = TrainingSettings.parse({ reduceOnPlateau: wanted.settings })
    const state = firstCallbackState(settings, wanted.initial)
    const rates = wanted.rates.map((_, at) => {
      afterEpoch(settings, state, at + 1, metricsOf(at + 1))
      return state.rates.at(-1)?.rate as number
    })
    for (const [at, rate] of wanted.rates.entries()) expect(rates[at] as number).toBeCloseTo(rate, 9)
  },
)

test('weights are kept for going back at each improvement, and as the best only when they beat the threshold', () => {
  const settings = TrainingSettings.parse({
    earlyStopping: { restore_best_weights: true, patience: 5 },
    bestCheckpoint: { monitor: 'val_accuracy', initial_value_threshold: 0.62 },
  })
  const state = firstCallbackState(settings, 0.1)
  const verdicts = [1, 2, 3, 4, 5].map((epoch) => afterEpoch(settings, state, epoch, metricsOf(epoch)))
  expect(verdicts.map(({ keepForRestore }) => keepForRestore)).toEqual([true, true, true, false, true])
  expect(verdicts.map(({ saveBest }) => saveBest)).toEqual([false, false, false, true, false])
})
