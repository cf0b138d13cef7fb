import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart, PackedTensor } from '../../contract/data/packed.ts'
import type { TrainOrder } from '../../contract/engine.ts'
import { frozenBase } from '../../contract/graph/frozen-base.ts'
import { allRows, disposeBatch, openBatches, slices } from '../data/batches.ts'
import { breathe } from '../evaluate/measure.ts'
import { namedWeights } from '../export/weight-paths.ts'
import type { Line } from './line.ts'
import { predictBatch } from './step-functions.ts'
import type { PredictSetup, TrainingSetup } from './trainer.ts'

/** Features that would take more room beside the packed data are computed again at each step. */
const mostBytes = 1e9
/** Rows that go through the base at once. */
const atOnce = 32

/**
 * A setup whose steps begin behind the frozen base of a model: what the base gives for each item is computed once and kept beside
 * the packed data, by base and weights, so that the next run with this base has it. The model keeps all its weights. null where
 * there is no such base, where each step sees other inputs, where the disk is full, or where training was told to stop meanwhile.
 */
export async function behindFrozenBase(
  setup: TrainingSetup,
  order: TrainOrder,
  line: Line,
): Promise<TrainingSetup | null> {
  const border = setup.augment || setup.bfloat16 || setup.reconstructs ? null : frozenBase(order.model)
  if (border === null) return null
  const { before, after } = setup.trainable.partAt(border)
  const base: PredictSetup = {
    ...setup,
    trainable: { ...setup.trainable, model: before, activation: 'linear' },
  }
  const shape = before.outputs[0]?.shape.slice(1) as number[]
  const parts = [...new Set([setup.part, setup.validation])].filter((part) => part !== null)
  const items = parts.reduce((sum, part) => sum + part.items, 0)
  const bytes = shape.reduce((product, size) => product * size, 4 * items)
  if (bytes > mostBytes) return null
  const key = keyOf(order, setup, before)
  const done = { items: 0, of: items, epochs: order.settings.epochs, began: performance.now() }
  const made = new Map<PackedPart, PackedPart>()
  for (const part of parts) {
    const tensor: PackedTensor = {
      ...{ name: border, file: `features-${key}-${part.part}.bin`, dtype: 'float32', shape, scale: 1 },
    }
    if (!(await writeFeatures(base, setup.folder, part, tensor.file, line, done))) return null
    made.set(part, { ...part, inputs: [tensor] })
  }
  const part = made.get(setup.part) as PackedPart
  const validation = setup.validation && (made.get(setup.validation) as PackedPart)
  line.report({
    kind: 'log',
    line: `The frozen layers up to ${border} were run once for each item; steps begin behind them.`,
  })
  const trainable = { ...setup.trainable, model: after }
  return { ...setup, trainable, part, validation, inputs: part.inputs, whitening: null }
}

/** Names what a base gives: by its layers, their weights and what it reads. */
function keyOf(
  order: TrainOrder,
  { part, whitening }: TrainingSetup,
  base: Parameters<typeof namedWeights>[0],
): string {
  const hash = createHash('sha256')
  const names = new Set(base.layers.map(({ name }) => name))
  const layers = order.model.keras.config.layers.filter(({ name }) => names.has(name))
  hash.update(JSON.stringify([layers, part.inputs]))
  // Learnt from what is trained on, so that another split has another.
  if (whitening) hash.update(whitening.values)
  for (const { name, tensor } of namedWeights(base))
    hash.update(name).update(tensor.dataSync() as Float32Array)
  return hash.digest('hex').slice(0, 16)
}

/** Writes what the base gives for each row of a part, aside and renamed in; false when training was told to stop or the disk is full. */
async function writeFeatures(
  base: PredictSetup,
  folder: string,
  part: PackedPart,
  name: string,
  line: Line,
  done: { items: number; of: number; epochs: number; began: number },
): Promise<boolean> {
  const path = join(folder, name)
  if (existsSync(path)) return true
  const { tf } = base.context
  const source = openBatches(tf, folder, part)
  const aside = `${path}.${process.pid}.part`
  const file = openSync(aside, 'w')
  try {
    for (const rows of slices(allRows(part), atOnce)) {
      if (line.stop()) return false
      const batch = source.batch(rows)
      const features: Tensor = tf.tidy(() => predictBatch(base, batch.inputs))
      writeSync(file, features.dataSync() as Float32Array)
      features.dispose()
      disposeBatch(batch)
      done.items += rows.length
      line.report({ kind: 'points', number: 0, steps: [], epochs: [], progress: progressOf(done) })
      await breathe()
    }
    renameSync(aside, path)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown
    return false
  } finally {
    closeSync(file)
    source.close()
    rmSync(aside, { force: true })
  }
}

function progressOf({
  items,
  of,
  epochs,
  began,
}: {
  items: number
  of: number
  epochs: number
  began: number
}) {
  const seconds = (performance.now() - began) / 1000
  return {
    ...{ step: items, steps: of, epoch: 0, epochs, phase: 'features' as const },
    itemsPerSecond: items / seconds,
    secondsLeft: (seconds / items) * (of - items),
    memoryBytes: process.memoryUsage.rss(),
  }
}
