import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import {
  type MetricName,
  MetricName as MetricNames,
  namedMetrics,
} from '../../../contract/training/metrics.ts'
import { compiledTrainer } from '../../../engine/compile/compiled-trainer.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { eagerTrainer } from '../../../engine/train/eager-trainer.ts'
import type { Ending } from '../../../engine/train/losses/row-loss.ts'
import { addLoss, addSums, finished, type Totals } from '../../../engine/train/metrics/totals.ts'
import type { Trainer, TrainingSetup } from '../../../engine/train/trainer.ts'
import { packRows } from '../packed-rows.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

/** What tests/reference/make_metric_golden.py wrote down from Keras's own metrics, after each batch of an epoch. */
const golden = JSON.parse(
  readFileSync(new URL('../../reference/loop/epoch-metrics.json', import.meta.url), 'utf8'),
) as { sizes: number[]; cases: Case[] }
interface Case {
  ending: Ending
  targets: number[]
  outputs: number[][]
  weights: number[]
  values: Record<string, { plain: number[]; weighted: number[] }>
}
const tf = loadTensorFlow()
registerNativeGradients(tf)

/** A model that gives what it is given, trained at a rate of 0 on the golden outputs, and validated on them. */
function trainerOf(make: (setup: TrainingSetup) => Trainer, one: Case): Trainer {
  const outputs = one.outputs[0]?.length as number
  const rows = { shape: [one.targets.length, outputs], values: one.outputs.flat() }
  const values = one.ending === 'linear'
  const packed = packRows(rows, one.targets, { weights: one.weights, values })
  const context = buildContext(tf, 1)
  const links = [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, outputs] } },
    { kind: 'Dense', name: 'output', settings: { units: outputs, activation: one.ending } },
  ]
  const trainable = buildTrainable(context, chainLayers('same', links).keras)
  trainable.model.weights[0]?.write(tf.eye(outputs))
  const names = Object.keys(one.values) as MetricName[]
  return make({
    context,
    trainable,
    ...packed,
    loss: values
      ? 'mean_squared_error'
      : outputs === 1
        ? 'binary_crossentropy'
        : 'sparse_categorical_crossentropy',
    metrics: names,
    weightedMetrics: names,
    optimizer: { name: 'sgd', settings: {} },
    batchSize: golden.sizes[0] as number,
    rowsPerEpoch: one.targets.length,
    validation: packed.part,
    classes: values ? 0 : Math.max(2, outputs),
  })
}

describe.each([
  ['compiled', compiledTrainer],
  ['op by op', eagerTrainer],
] as const)('%s', (_way, make) => {
  test.each(golden.cases.map((one) => [`${one.outputs[0]?.length} ${one.ending} outputs`, one] as const))(
    'metrics of %s are those of Keras after every batch, plain and weighted, in training and in validation',
    (_name, one) => {
      const trainer = trainerOf(make, one)
      const count = one.targets.length
      const order = Int32Array.from({ length: count }, (_, row) => row)
      trainer.begin(order, new Float32Array(golden.sizes.length))
      const totals: Totals = {}
      const near = (found: number | undefined, wanted: number, what: string) =>
        expect(Math.abs((found as number) - wanted), what).toBeLessThan(2e-5 * Math.max(1, Math.abs(wanted)))
      for (const [batch, size] of golden.sizes.entries()) {
        const [step] = trainer.run(batch, 1)
        addLoss(totals, (step?.loss as number) * size, size)
        addSums(totals, trainer.state.metrics, step?.sums as Float32Array)
        const found = finished(totals, trainer.state.metrics)
        for (const [name, { plain, weighted }] of Object.entries(one.values)) {
          near(found[name], plain[batch] as number, name)
          near(found[`weighted_${name}`], weighted[batch] as number, `weighted ${name}`)
        }
      }
      const { metrics } = trainer.measure(order)
      for (const [name, { plain, weighted }] of Object.entries(one.values)) {
        near(metrics[name], plain.at(-1) as number, `val ${name}`)
        near(metrics[`weighted_${name}`], weighted.at(-1) as number, `val weighted ${name}`)
      }
      near(metrics.loss, finished(totals, []).loss as number, 'weighted loss')
      trainer.dispose()
    },
  )
})

test('every metric that can be chosen has its golden value', () => {
  const there = new Set(golden.cases.flatMap(({ values }) => Object.keys(values)))
  expect(there).toEqual(new Set(MetricNames.options))
})

test('where none is chosen, accuracy is measured for classes, and mae and mse for numbers; weighted ones have names of their own', () => {
  const names = (...of: Parameters<typeof namedMetrics>) => namedMetrics(...of).map(({ name }) => name)
  const usual = { metrics: null, weightedMetrics: [] }
  expect(names(usual, 'classification')).toEqual(['accuracy'])
  expect(names(usual, 'regression')).toEqual(['mae', 'mse'])
  expect(names({ ...usual, weightedMetrics: ['accuracy', 'auc'] }, 'classification')).toEqual([
    'accuracy',
    'weighted_accuracy',
    'auc',
  ])
})

test('chosen metrics are measured compiled, validated on, watched and evaluated; one that does not fit is refused', async () => {
  const order = (metrics: MetricName[]) =>
    orderOf(packTwoClasses(100), [], {
      epochs: 2,
      metrics,
      earlyStopping: {
        monitor: `val_${metrics.at(-1)}`,
        min_delta: 0,
        patience: 5,
        mode: 'auto',
        baseline: null,
        restore_best_weights: false,
        start_from_epoch: 0,
      },
    })
  const reports = await runEngine(order(['sparse_top_k_categorical_accuracy', 'f1_macro', 'auc']))
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved).toMatchObject({ compiled: true, notCompiledBecause: null })
  const points = reports.flatMap((report) => (report.kind === 'points' ? [report] : []))
  const [epoch] = points.flatMap(({ epochs }) => epochs)
  expect(epoch?.metrics).toMatchObject({
    sparse_top_k_categorical_accuracy: 1,
    val_sparse_top_k_categorical_accuracy: 1,
    val_f1_macro: expect.any(Number),
    val_auc: expect.any(Number),
  })
  const steps = points.flatMap((report) => report.steps).filter((step) => step.epoch === 1)
  expect(steps.at(-1)?.metrics.auc).toBe(epoch?.metrics.auc)
  const refused = await runEngine(order(['mae']))
  expect(refused.at(-1)).toMatchObject({
    failure: { code: 'engine.metric-misfit', values: { metric: 'mae' } },
  })
}, 120_000)
