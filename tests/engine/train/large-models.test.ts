import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { estimateTraining } from '../../../contract/graph/estimate.ts'
import { type ChainLink, chainLayers } from '../../../contract/templates/chain-layers.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { refuseTooLarge } from '../../../service/runs/start/refuse-too-large.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const none = { everySteps: null, everyMinutes: null }
const sequence = (steps: number, kind: string, units: number) =>
  chainLayers('sequence', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, steps, 1] } },
    { kind, name: 'recurrent', settings: { units } },
    { kind: 'Dense', name: 'output', settings: { units: 2, activation: 'softmax' } },
  ])

test('a model of a thousand Dense layers trains compiled', async () => {
  const hidden = Array.from(
    { length: 1000 },
    (_, at): ChainLink => ({
      kind: 'Dense',
      name: `dense_${at}`,
      settings: { units: 8, activation: 'relu' },
    }),
  )
  const order = orderOf(packTwoClasses(50), hidden, { epochs: 1, batchSize: 20, checkpoint: none })
  const reports = await runEngine(order)
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved).toMatchObject({ compiled: true, notCompiledBecause: null })
  expect(reports.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
}, 240_000)

test('a sequence of ten thousand steps trains, op by op, and says why', async () => {
  const steps = 10_000
  const data = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  writeFileSync(
    join(data, 'x.bin'),
    Float32Array.from({ length: 2 * steps }, (_, at) => Math.sin(at)),
  )
  writeFileSync(join(data, 'y.bin'), Int32Array.of(0, 1))
  const part = {
    part: 'train',
    items: 2,
    inputs: [{ name: 'x', file: 'x.bin', dtype: 'float32', shape: [steps, 1], scale: 1 }],
    targets: [{ name: 'y', file: 'y.bin', dtype: 'int32', shape: [], scale: 1 }],
  }
  const packed = { version: 1, task: 'classification', classes: ['a', 'b'], parts: [part] }
  writeFileSync(join(data, 'packed.json'), JSON.stringify(packed))
  const order = orderOf({ data, validation: null }, [], { epochs: 1, batchSize: 2, checkpoint: none })
  const reports = await runEngine({ ...order, model: sequence(steps, 'SimpleRNN', 4) })
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved.notCompiledBecause).toMatchObject({
    code: 'compile.too-long',
    message: expect.stringContaining('10000 steps'),
  })
  expect(reports.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
}, 240_000)

test('what cannot fit into memory is refused with the numbers that say why', () => {
  const settings = { ...defaultSettings, batchSize: 64 }
  const large = sequence(10_000, 'LSTM', 1024)
  const { total, recurrentSteps } = estimateTraining(large, settings)
  expect(recurrentSteps).toBe(10_000)
  // 10,000 steps x 64 rows x 1024 units x 9 values of 4 bytes are 23.6 GB, and more beside.
  expect(total).toBeGreaterThan(23.6e9)
  expect(() => refuseTooLarge(large, settings, 16e9)).toThrow(/about 2\d(\.\d)? GB of memory.* has 16\.0 GB/)
  expect(() => refuseTooLarge(large, settings, 64e9)).not.toThrow()
})

test('weights count with their gradient and the slots of the optimizer', () => {
  const model = chainLayers('wide', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 999] } },
    { kind: 'Dense', name: 'output', settings: { units: 1000 } },
  ])
  const weightsOf = (optimizer: 'sgd' | 'adam', more = {}) =>
    estimateTraining(model, { ...defaultSettings, optimizer, optimizerSettings: more }).weights
  expect(weightsOf('sgd')).toBe(8e6)
  expect(weightsOf('sgd', { momentum: 0.9 })).toBe(12e6)
  expect(weightsOf('adam')).toBe(16e6)
})
