import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import { inputShape } from '../../../contract/model/model.ts'
import { buildTemplate, templateNames } from '../../../contract/templates/templates.ts'
import { NotRecordable, record } from '../../../engine/compile/record.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { goldenNames, readGolden } from '../../reference/read-golden.ts'
import { packValues } from '../packed-rows.ts'
import { orderOf, runEngine } from '../train-order.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)

test('gather is recorded, backwards too, and still refuses a place that there is not', () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])
  const rows = tf.tensor1d([2, 0, 2], 'int32')
  const gathered = () => x.gather(rows)
  expect(gathered().arraySync()).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ])
  expect(x.gather(tf.tensor1d([1], 'int32'), 1).arraySync()).toEqual([[2], [4], [6]])
  const gradient = tf.grad((given) => given.gather(rows).square().sum())
  expect(gradient(x).arraySync()).toEqual([
    [2, 4],
    [0, 0],
    [20, 24],
  ])
  const { ops } = record(tf, [x, rows], [], () => [gathered(), gradient(x)])
  expect(ops.map(({ op }) => op)).toContain('GatherV2')
  expect(() => x.gather(tf.tensor1d([3], 'int32')).dataSync()).toThrow('not in [0, 3)')
})

test('a value that is read back is refused, whatever reads it', () => {
  const x = tf.tensor1d([1, 2, 3])
  const readers: (() => Tensor)[] = [
    () => x.mul((x.dataSync() as Float32Array)[0] as number),
    () => tf.tensor(x.arraySync() as number[]),
  ]
  for (const read of readers) expect(() => record(tf, [x], [], () => [read()])).toThrow(NotRecordable)
})

test('every layer of the catalogue stands in a golden model or a test of noise, all of which are compiled', () => {
  const inside = (value: unknown): string[] =>
    Array.isArray(value)
      ? value.flatMap(inside)
      : typeof value === 'object' && value !== null
        ? [
            ...('class_name' in value ? [String(value.class_name)] : []),
            ...Object.values(value).flatMap(inside),
          ]
        : []
  const compiled = new Set(goldenNames().flatMap((name) => inside(readGolden(name).keras)))
  const noise = [
    'Dropout',
    'SpatialDropout1D',
    'SpatialDropout2D',
    'SpatialDropout3D',
    'GaussianNoise',
    'GaussianDropout',
    'AlphaDropout',
  ]
  // Gives what it takes.
  const nothing = ['Identity']
  expect(
    Object.keys(catalogue).filter((kind) => ![...compiled, ...noise, ...nothing].includes(kind)),
  ).toEqual([])
})

test.each(templateNames)(
  '%s is compiled, and its run says so',
  async (name) => {
    const model = buildTemplate(name, null)
    const shape = (inputShape(model) ?? []) as number[]
    const last = (model.keras.config.layers.at(-1)?.config ?? {}) as Record<'units' | 'activation', unknown>
    // One sigmoid tells two classes apart; a linear end gives values; what ends in no Dense layer gives pictures back.
    const classes = last.activation === 'linear' ? 0 : Math.max(2, Number(last.units))
    const data = packValues(shape, 4, last.units === undefined ? 'themselves' : classes)
    const order = orderOf({ data, validation: null }, [], {
      epochs: 1,
      batchSize: 2,
      checkpoint: { everySteps: null, everyMinutes: null },
    })
    const reports = await runEngine({ ...order, model })
    const started = reports.find((report) => report.kind === 'started')
    expect(started?.resolved).toMatchObject({ compiled: true, notCompiledBecause: null })
    expect(reports.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
  },
  120_000,
)
