import { expect, test } from 'vitest'
import { argumentFaults, unknownMonitors } from '../../../contract/training/check-settings.ts'
import { Loss, lossDefaults } from '../../../contract/training/losses.ts'
import { isLargerBetter, MetricName } from '../../../contract/training/metrics.ts'
import { OptimizerName, optimizerDefaults } from '../../../contract/training/optimizers.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'

const settings = (given: object) => TrainingSettings.parse(given)

test("Keras's own defaults are arguments that can be used, of every optimizer and every loss", () => {
  for (const optimizer of OptimizerName.options)
    expect(
      argumentFaults(settings({ optimizer, optimizerSettings: optimizerDefaults[optimizer] }), null),
    ).toEqual([])
  for (const loss of Loss.options)
    expect(argumentFaults(settings({ lossSettings: lossDefaults(loss) }), loss)).toEqual([])
})

test('an argument there is not, or one out of its range, is named with what there would be', () => {
  const given = settings({
    optimizer: 'sgd',
    optimizerSettings: { beta_1: 0.9, clipnorm: 0, nesterov: 1, momentum: 0.5 },
    lossSettings: { q: 1, delta: 2 },
  })
  expect(argumentFaults(given, 'categorical_generalized_cross_entropy')).toMatchObject([
    { of: 'sgd', argument: 'beta_1', fault: 'unknown', known: expect.stringContaining('momentum, nesterov') },
    { argument: 'clipnorm', fault: 'range', known: '> 0' },
    { argument: 'nesterov', fault: 'range' },
    { argument: 'q', fault: 'range', known: '> 0, < 1' },
    { argument: 'delta', fault: 'unknown', known: 'q' },
  ])
})

test('a callback may watch what an epoch will have, and nothing else', () => {
  const watching = (monitor: string, more: object = {}) =>
    settings({ earlyStopping: { monitor }, metrics: ['auc'], weightedMetrics: ['auc', 'recall'], ...more })
  for (const monitor of ['loss', 'val_loss', 'val_auc', 'weighted_auc', 'val_recall'])
    expect(unknownMonitors(watching(monitor), 'classification', true)).toEqual([])
  expect(unknownMonitors(watching('val_auc'), 'classification', false)).toEqual(['val_auc'])
  expect(unknownMonitors(watching('accuracy'), 'classification', true)).toEqual(['accuracy'])
})

test('auto takes the larger for scores and the smaller for errors, as Keras does', () => {
  const larger = MetricName.options.filter((name) => isLargerBetter(`val_${name}`))
  expect(larger).toEqual(
    expect.arrayContaining(['accuracy', 'precision', 'recall', 'f1_macro', 'auc', 'r2_score']),
  )
  for (const name of [
    'loss',
    'val_loss',
    'mae',
    'root_mean_squared_error',
    'false_positives',
    'weighted_mse',
  ])
    expect(isLargerBetter(name)).toBe(false)
  expect(isLargerBetter('val_weighted_auc')).toBe(true)
})
