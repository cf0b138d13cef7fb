import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { augmentationPresets } from '../../../contract/data/augmentation.ts'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { augmentation } from '../../../engine/augment/augment-batch.ts'
import { addEpoch } from '../../../engine/compile/epoch-in-graph.ts'
import { createGraph } from '../../../engine/compile/graph.ts'
import { addVariables } from '../../../engine/compile/graph-variables.ts'
import { openSources } from '../../../engine/compile/open-sources.ts'
import { recordRows } from '../../../engine/compile/record-rows.ts'
import { openSession } from '../../../engine/compile/session.ts'
import { findPart, readPacked } from '../../../engine/data/read-packed.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { randomFrom, shuffled } from '../../../engine/runtime/random.ts'
import { openDatabase } from '../../../service/database/open.ts'
import { importDataset } from '../../../service/datasets/import/import-dataset.ts'
import { clearPacked } from '../../../service/datasets/packed/packed-cache.ts'
import { prepareTraining } from '../../../service/datasets/packed/prepare-training.ts'
import type { Answer, Order } from './contender.ts'

/**
 * This project as a contender: what the service does from files to prepared data, and what a compiled step does before its
 * model. In place of the model stands a sum over the batch, as at the peers.
 */
const tf = loadTensorFlow()
registerNativeGradients(tf)
const home = mkdtempSync(join(tmpdir(), 'lathe-bench-home-'))
const { db } = openDatabase(home)
process.on('exit', () => rmSync(home, { recursive: true, force: true }))
process.on('SIGTERM', () => process.exit())

let opened: Extract<Order, { do: 'open' }>
let dataset: Dataset
let epoch: (() => number) | null = null
let close = () => {}

async function open(order: typeof opened): Promise<Answer> {
  opened = order
  const began = performance.now()
  dataset = await importDataset({ db, home }, [order.pictures])
  return { seconds: (performance.now() - began) / 1000 }
}

async function first(): Promise<Answer> {
  close()
  clearPacked(home)
  const began = performance.now()
  const { size } = opened
  const model = chainLayers('feed', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, size, size, 3] } },
    { kind: 'GlobalAveragePooling2D', name: 'mean', settings: {} },
    { kind: 'Dense', name: 'output', settings: { units: dataset.classes.length, activation: 'softmax' } },
  ])
  const settings = TrainingSettings.parse({ validationSplit: 0 })
  const { folder, done } = await prepareTraining({ db, home }, dataset, model, settings, 1)
  ;({ epoch, close } = feeder(folder, done))
  const images = epoch()
  return { seconds: (performance.now() - began) / 1000, images }
}

/** The part of a compiled step that feeds. */
function feeder(folder: string, done: () => void) {
  const part = findPart(readPacked(folder), 'train')
  if (!part) throw new Error('The data has no part to train on.')
  const { batch, augment } = opened
  const context = buildContext(tf, 1)
  const vary = augmentation(context, augment ? augmentationPresets.blog : null, part.inputs)
  const graph = createGraph()
  const variables = addVariables(graph, [context.clock])
  const { source } = openSources(tf, graph, folder, part, null)
  const plan = addEpoch(tf, graph, { rowsPerEpoch: part.items, batchSize: batch })
  const step = (size: number) => {
    const recording = recordRows(tf, [context.clock], { folder, part, size }, ([rows]) => {
      const { inputs } = vary?.([rows as Tensor]) ?? { inputs: [rows as Tensor] }
      context.clock.assign(context.clock.add(tf.scalar(1, 'int32')))
      return [(inputs[0] as Tensor).sum()]
    })
    const { numbers } = plan.step(0, size)
    const { inputs, targets } = source.rows(numbers)
    const { outputs, assigned } = graph.stamp(recording, [...inputs, ...targets], variables.read([]))
    const after = [...assigned].map(([variable, value]) => variables.assign(variable, value))
    return graph.op('Identity', [outputs[0] as string], [{ name: 'T', type: 4, value: 1 }], { after })
  }
  const whole = step(batch)
  const left = part.items % batch
  const last = left ? step(left) : whole
  const session = openSession(tf, graph)
  source.load(session)
  variables.push(session)
  let count = 0
  return {
    epoch: () => {
      const order = shuffled(part.items, randomFrom(++count))
      source.ahead.begin(order)
      plan.begin(session, order, new Float32Array(Math.ceil(part.items / batch)))
      for (let at = 0; at * batch < part.items; at++) {
        source.ahead.reach(at * batch)
        const rows = order.subarray(at * batch, (at + 1) * batch)
        const fetch = rows.length === batch ? whole : last
        session.values({ [plan.first]: tf.scalar(at, 'int32'), ...source.feeds(rows) }, [fetch])
      }
      return part.items
    },
    close: () => {
      session.close()
      source.close()
      done()
    },
  }
}

function later(): Answer {
  if (!epoch) throw new Error('There was no first epoch.')
  const began = performance.now()
  const images = epoch()
  return { seconds: (performance.now() - began) / 1000, images }
}

/** Import with types, distinct values, and counts of all columns. */
async function table({ path }: Extract<Order, { do: 'table' }>): Promise<Answer> {
  const began = performance.now()
  await importDataset({ db, home }, [path])
  return { seconds: (performance.now() - began) / 1000 }
}

const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
answer({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  switch (order.do) {
    case 'open':
      answer(await open(order))
      break
    case 'first':
      answer(await first())
      break
    case 'later':
      answer(later())
      break
    case 'table':
      answer(await table(order))
  }
}
