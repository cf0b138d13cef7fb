import { expect, test } from 'vitest'
import { type ChainLink, chainLayers } from '../../../contract/templates/chain-layers.ts'
import { compiledTrainer } from '../../../engine/compile/compiled-trainer.ts'
import { inBfloat16 } from '../../../engine/compile/mixed-precision.ts'
import type { Source } from '../../../engine/compile/record.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { attribute } from '../../../engine/runtime/native-op.ts'
import { bfloat16Facts, whyNoBfloat16 } from '../../../engine/runtime/why-no-bfloat16.ts'
import { packRows } from '../packed-rows.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)
const items = 48
const values = (size: number) => Array.from({ length: items * size }, (_, index) => Math.sin(index * 7.1))

/** A processor without the instructions trains in float32, as the engine would have it. */
const cannot = whyNoBfloat16(bfloat16Facts(false))

/** Losses of 30 steps in one precision, and what was measured after them. */
function train(shape: number[], hidden: ChainLink[], bfloat16: boolean) {
  const context = buildContext(tf, 1)
  const links = [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, ...shape] } },
    ...hidden,
    { kind: 'Dense', name: 'output', settings: { units: 3, activation: 'softmax' } },
  ]
  const size = shape.reduce((product, length) => product * length, 1)
  const packed = packRows(
    { shape: [items, ...shape], values: values(size) },
    Array.from({ length: items }, (_, index) => index % 3),
  )
  const trainer = compiledTrainer({
    context,
    trainable: buildTrainable(context, chainLayers('mixed', links).keras),
    loss: 'sparse_categorical_crossentropy',
    optimizer: { name: 'adam', settings: {} },
    batchSize: 16,
    rowsPerEpoch: items,
    ...packed,
    validation: packed.part,
    classes: 3,
    bfloat16,
  })
  const rows = Int32Array.from({ length: items }, (_, row) => row)
  const losses: number[] = []
  for (let epoch = 0; epoch < 10; epoch++) {
    trainer.begin(rows, new Float32Array(3).fill(0.003))
    for (let step = 0; step < 3; step += trainer.stepsPerRun)
      losses.push(...trainer.run(step, Math.min(trainer.stepsPerRun, 3 - step)).map(({ loss }) => loss))
  }
  const measured = trainer.measure(rows).metrics.loss as number
  trainer.dispose()
  return { losses, measured }
}

test.each<[string, number[], ChainLink[]]>([
  ['dense layers', [12], [{ kind: 'Dense', name: 'deep', settings: { units: 32, activation: 'relu' } }]],
  [
    'convolutions',
    [8, 8, 2],
    [
      { kind: 'Conv2D', name: 'conv', settings: { filters: 8, kernel_size: [3, 3], activation: 'relu' } },
      { kind: 'DepthwiseConv2D', name: 'depth', settings: { kernel_size: [3, 3] } },
      { kind: 'Conv2DTranspose', name: 'back', settings: { filters: 4, kernel_size: [3, 3] } },
      { kind: 'Flatten', name: 'flat' },
    ],
  ],
  ['a recurrent layer', [6, 4], [{ kind: 'GRU', name: 'gru', settings: { units: 16 } }]],
])(
  '%s train in bfloat16 to nearly the losses of float32, where the processor can, and not to the same digits',
  (_name, shape, hidden) => {
    const whole = train(shape, hidden, false)
    const mixed = train(shape, hidden, cannot === null)
    expect(mixed.losses.join() === whole.losses.join()).toBe(cannot !== null)
    for (const [step, loss] of whole.losses.entries())
      expect(Math.abs((mixed.losses[step] as number) / loss - 1)).toBeLessThan(0.03)
    expect(Math.abs(mixed.measured / whole.measured - 1)).toBeLessThan(0.03)
  },
)

test('where the device has no instructions for bfloat16, the reason is told', () => {
  const facts = { gpu: false, capability: null, features: ['avx2', 'avx512_bf16'] }
  expect(whyNoBfloat16(facts)).toBeNull()
  expect(whyNoBfloat16({ ...facts, features: ['avx2'] })).toMatchObject({ code: 'device.bfloat16-cpu' })
  expect(whyNoBfloat16({ ...facts, features: null })).toMatchObject({ code: 'device.bfloat16-cpu' })
  const gpu = { ...facts, gpu: true }
  expect(whyNoBfloat16(gpu)).toMatchObject({ code: 'device.bfloat16-unknown' })
  expect(whyNoBfloat16({ ...gpu, capability: 7.5 })).toMatchObject({
    code: 'device.bfloat16-gpu',
    values: { capability: '7.5' },
  })
  expect(whyNoBfloat16({ ...gpu, capability: 8.6 })).toBeNull()
})

test('products are put in bfloat16 between casts, a value is cast once for all of them, and the rest stays', () => {
  const float = attribute.type('T', 'float32')
  const input = (at: number): Source => ({ from: 'input', input: at })
  const node = (at: number): Source => ({ from: 'node', node: at, output: 0 })
  const made = inBfloat16({
    ops: [
      {
        op: 'MatMul',
        attributes: [float, attribute.bool('transpose_a', false)],
        inputs: [input(0), input(1)],
      },
      { op: 'Relu', attributes: [float], inputs: [node(0)] },
      { op: 'MatMul', attributes: [float], inputs: [input(0), node(1)] },
    ],
    constants: [],
    outputs: [node(2), node(1)],
    assigned: new Map([[0, node(0)]]),
  })
  expect(made.ops.map(({ op }) => op)).toEqual([
    ...['Cast', 'Cast', 'MatMul', 'Cast', 'Relu', 'Cast', 'MatMul', 'Cast'],
  ])
  expect(made.ops[2]).toEqual({
    op: 'MatMul',
    attributes: [attribute.type('T', 'bfloat16'), attribute.bool('transpose_a', false)],
    inputs: [node(0), node(1)],
  })
  expect(made.ops[4]?.inputs).toEqual([node(3)])
  expect(made.ops[6]?.inputs).toEqual([node(0), node(5)])
  expect(made.outputs).toEqual([node(7), node(4)])
  expect(made.assigned.get(0)).toEqual(node(3))
})

test('a run has the policy it trained by in its record, and the reason where it is another than was asked for', async () => {
  const settings = { epochs: 1, dtypePolicy: 'mixed_bfloat16' as const }
  const resolvedOf = async (more: object) => {
    const reports = await runEngine(orderOf(packTwoClasses(100), [], { ...settings, ...more }))
    return reports.find((report) => report.kind === 'started')?.resolved
  }
  expect(await resolvedOf({})).toMatchObject({
    dtypePolicy: cannot ? 'float32' : 'mixed_bfloat16',
    otherPolicyBecause: cannot && { code: cannot.code },
  })
  expect(await resolvedOf({ compile: false })).toMatchObject({
    dtypePolicy: 'float32',
    otherPolicyBecause: { code: cannot?.code ?? 'device.bfloat16-eager' },
  })
}, 60_000)
