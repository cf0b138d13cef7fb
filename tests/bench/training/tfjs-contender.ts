import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { LayersModel, layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedTensor } from '../../../contract/data/packed.ts'
import { findPart, readPacked } from '../../../engine/data/read-packed.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import type { Answers, Order } from './contender.ts'

/** tfjs-node as it comes, as a contender: its own layers, its own gradients, `model.fit`. Orders and answers are lines of JSON. */
const tf = loadTensorFlow()
let model: LayersModel
let x: Tensor
let y: Tensor
let batch = 0

async function prepare(order: Extract<Order, { do: 'prepare' }>): Promise<Answers['prepare']> {
  const part = findPart(readPacked(order.data), 'train')
  const [input, target] = [part?.inputs[0], part?.targets[0]]
  if (!part || !input || !target) throw new Error('The data has no part to train on.')
  x = read(order.data, input, part.items)
  y = read(order.data, target, part.items).toFloat().reshape([part.items, 1])
  batch = order.batch
  const began = performance.now()
  model = tf.sequential({ layers: layersOf(order.name, input.shape) })
  model.compile({
    optimizer: tf.train.adam(0.001, 0.9, 0.999, 1e-7),
    loss: order.name === 'cnn' ? 'sparseCategoricalCrossentropy' : 'binaryCrossentropy',
    metrics: ['accuracy'],
  })
  await model.fit(x.slice(0, batch), y.slice(0, batch), { batchSize: batch, epochs: 1, verbose: 0 })
  return { seconds: (performance.now() - began) / 1000 }
}

function read(folder: string, { file, dtype, shape, scale }: PackedTensor, items: number): Tensor {
  const bytes = new Uint8Array(readFileSync(join(folder, file)))
  const values =
    dtype === 'uint8' ? bytes : new { int32: Int32Array, float32: Float32Array }[dtype](bytes.buffer)
  return tf
    .tensor(values, [items, ...shape], dtype === 'uint8' ? 'int32' : dtype)
    .toFloat()
    .mul(scale)
}

/** The models of models/*.json in tfjs's words. @throws Error for the Transformer: tfjs has no attention */
function layersOf(name: string, inputShape: number[]): layers.Layer[] {
  const { conv2d, maxPooling2d, flatten, dense, embedding, lstm, gru } = tf.layers
  const relu = 'relu' as const
  const block = (filters: number, trainable: boolean, first?: { inputShape: number[] }) => [
    conv2d({ filters, kernelSize: 3, activation: relu, trainable, ...first }),
    maxPooling2d({ poolSize: 2 }),
  ]
  const table = embedding({ inputDim: 10_000, outputDim: 64, inputLength: inputShape[0] as number })
  const last = dense({ units: 1, activation: 'sigmoid' })
  switch (name) {
    case 'mlp':
      return [
        dense({ units: 64, activation: relu, inputShape }),
        dense({ units: 32, activation: relu }),
        last,
      ]
    case 'cnn':
      return [
        ...block(32, true, { inputShape }),
        ...block(64, true),
        flatten(),
        dense({ units: 64, activation: relu }),
        dense({ units: 10, activation: 'softmax' }),
      ]
    case 'frozen':
      return [
        ...block(32, false, { inputShape }),
        ...block(64, false),
        ...block(128, false),
        flatten(),
        dense({ units: 128, activation: relu }),
        last,
      ]
    case 'lstm':
      return [table, lstm({ units: 128, recurrentActivation: 'sigmoid' }), last]
    case 'gru':
      return [table, gru({ units: 128, recurrentActivation: 'sigmoid' }), last]
    default:
      throw new Error(`tfjs has no layers for ${name}.`)
  }
}

async function run(epochs: number): Promise<Answers['run']> {
  const began = performance.now()
  await model.fit(x, y, { batchSize: batch, epochs, shuffle: true, verbose: 0 })
  return {
    seconds: (performance.now() - began) / 1000,
    steps: Math.ceil((x.shape[0] as number) / batch) * epochs,
  }
}

const memory = (): Answers['memory'] => ({
  now: process.memoryUsage.rss(),
  peak: process.resourceUsage().maxRSS * 1024,
})

const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

answer({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  answer(
    order.do === 'prepare' ? await prepare(order) : order.do === 'run' ? await run(order.epochs) : memory(),
  )
}
