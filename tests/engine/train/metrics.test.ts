import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MetricName } from '../../../contract/metrics.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { metricNames, rowMetrics } from '../../../engine/train/losses/row-metrics.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

/** What tests/reference/make_loop_golden.py wrote down from Keras's own metrics. */
const golden = JSON.parse(
  readFileSync(new URL('../../reference/loop/metrics.json', import.meta.url), 'utf8'),
) as { cases: { targets: number[]; outputs: number[][]; values: Record<string, number> }[] }
const tf = loadTensorFlow()

const cases = golden.cases.flatMap(({ values, ...more }) =>
  Object.entries(values).map(([name, value]) => ({ name: name as MetricName, value, ...more })),
)

test.each(cases.map((one) => [one.name, one] as const))('%s is that of Keras', (name, one) => {
  const values = one.outputs[0]?.length === 1
  const loss = values ? 'mean_squared_error' : 'sparse_categorical_crossentropy'
  const metric = rowMetrics(tf, loss, values ? 'linear' : 'softmax', [name])[name]
  const target = values
    ? tf.tensor2d(one.targets, [one.targets.length, 1])
    : tf.tensor1d(one.targets, 'int32')
  const rows = metric?.(target, tf.tensor2d(one.outputs))
  expect(rows?.shape).toEqual([one.targets.length])
  const found = rows?.mean().dataSync()[0] as number
  expect(Math.abs(found / one.value - 1)).toBeLessThan(1e-5)
})

test('every metric that can be chosen has its golden value', () => {
  expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(MetricName.options))
})

test('where none is chosen, Keras would measure accuracy for classes, and mae and mse for numbers', () => {
  expect(metricNames(tf, 'sparse_categorical_crossentropy', 'softmax')).toEqual(['loss', 'accuracy'])
  expect(metricNames(tf, 'mean_squared_error', 'linear')).toEqual(['loss', 'mae', 'mse'])
})

test('chosen metrics are measured compiled, validated on and evaluated; one that does not fit is refused', async () => {
  const order = (metrics: MetricName[]) =>
    orderOf(packTwoClasses(100), [], { epochs: 1, metrics, earlyStopping: null })
  const reports = await runEngine(order(['sparse_top_k_categorical_accuracy', 'accuracy']))
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved).toMatchObject({ compiled: true, notCompiledBecause: null })
  const [epoch] = reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))
  expect(epoch?.metrics).toMatchObject({
    sparse_top_k_categorical_accuracy: 1,
    val_sparse_top_k_categorical_accuracy: 1,
    val_accuracy: expect.any(Number),
  })
  const refused = await runEngine(order(['mae']))
  expect(refused.at(-1)).toMatchObject({
    failure: { code: 'engine.metric-misfit', values: { metric: 'mae' } },
  })
}, 120_000)
