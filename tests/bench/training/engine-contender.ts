import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { readKerasModel } from '../../../contract/model/keras-json.ts'
import { compiledTrainer } from '../../../engine/compile/compiled-trainer.ts'
import { findPart, readPacked } from '../../../engine/data/read-packed.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { randomFrom, shuffled } from '../../../engine/runtime/random.ts'
import { eagerTrainer } from '../../../engine/train/eager-trainer.ts'
import type { Trainer } from '../../../engine/train/trainer.ts'
import type { Answers, Order } from './contender.ts'

/** This engine as a contender, compiled or op by op: orders come as lines of JSON, each is answered by one. */
const tf = loadTensorFlow()
registerNativeGradients(tf)
const make = process.argv[2] === 'eager' ? eagerTrainer : compiledTrainer
let trainer: Trainer
let items = 0
let batch = 0
let epoch = 0

function prepare(order: Extract<Order, { do: 'prepare' }>): Answers['prepare'] {
  const data = readPacked(order.data)
  const part = findPart(data, 'train')
  if (!part) throw new Error('The data has no part to train on.')
  const began = performance.now()
  const context = buildContext(tf, 1)
  const keras = readKerasModel(JSON.parse(readFileSync(order.model, 'utf8')), order.name).keras
  items = part.items
  batch = order.batch
  trainer = make({
    context,
    trainable: buildTrainable(context, keras),
    loss: data.classes.length > 2 ? 'sparse_categorical_crossentropy' : 'binary_crossentropy',
    optimizer: { name: 'adam', settings: {} },
    batchSize: batch,
    rowsPerEpoch: items,
    folder: order.data,
    part,
    validation: null,
    classes: 0,
  })
  begin()
  trainer.run(0, 1)
  return { seconds: (performance.now() - began) / 1000 }
}

const begin = () =>
  trainer.begin(shuffled(items, randomFrom(++epoch)), new Float32Array(Math.ceil(items / batch)).fill(0.001))

function run(epochs: number): Answers['run'] {
  const began = performance.now()
  const steps = Math.ceil(items / batch)
  for (let count = 0; count < epochs; count++) {
    begin()
    for (let step = 0; step < steps; step += trainer.stepsPerRun)
      trainer.run(step, Math.min(trainer.stepsPerRun, steps - step))
  }
  return { seconds: (performance.now() - began) / 1000, steps: steps * epochs }
}

const memory = (): Answers['memory'] => ({
  now: process.memoryUsage.rss(),
  peak: process.resourceUsage().maxRSS * 1024,
})

const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

answer({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  answer(order.do === 'prepare' ? prepare(order) : order.do === 'run' ? run(order.epochs) : memory())
}
