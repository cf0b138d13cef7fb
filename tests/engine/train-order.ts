import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineOrder, EngineReport, TrainOrder } from '../../contract/engine.ts'
import type { ModelDocument } from '../../contract/model/model.ts'
import { type ChainLink, chainLayers } from '../../contract/templates/chain-layers.ts'
import type { Metrics } from '../../contract/training/run.ts'
import { TrainingSettings } from '../../contract/training/training.ts'
import { randomFrom } from '../../engine/runtime/random.ts'
import { type Engine, spawnEngine } from '../../service/jobs/engine-process.ts'
import { everyFifth, packTwo } from './packed-rows.ts'

const projectRoot = join(import.meta.dirname, '../..')

/** What is trained on: packed data and what of it is held out. */
type TrainData = Pick<TrainOrder, 'data' | 'validation'>

/** Rows of 8 values whose class says which of two sums is the larger, as packed data; every fifth row is held out. */
export function packTwoClasses(rows: number): TrainData {
  const draw = randomFrom(5)
  const values = Float32Array.from({ length: rows * 8 }, () => draw() * 2 - 1)
  const sum = (row: number, from: number) =>
    values.subarray(row * 8 + from, row * 8 + from + 4).reduce((a, b) => a + b, 0)
  const targets = Int32Array.from({ length: rows }, (_, row) => Number(sum(row, 0) > sum(row, 4)))
  const input = { dtype: 'float32' as const, shape: [8], scale: 1, values }
  return packTwo(['less', 'more'], input, targets, everyFifth(rows))
}

/** An order to train a model, in a folder of its own. */
export const orderFor = (
  model: ModelDocument,
  data: TrainData,
  settings: Partial<TrainingSettings>,
): TrainOrder => ({
  kind: 'train',
  model,
  settings: { ...TrainingSettings.parse({}), ...settings },
  ...data,
  without: null,
  folder: mkdtempSync(join(tmpdir(), 'lathe-run-')),
  seed: 3,
  weights: null,
  resume: false,
})

/** An order to train a chain of layers on 8 inputs and 2 classes. */
export function orderOf(
  data: TrainData,
  hidden: ChainLink[],
  settings: Partial<TrainingSettings>,
): TrainOrder {
  const input = { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 8] } }
  const output = { kind: 'Dense', name: 'output', settings: { units: 2, activation: 'softmax' } }
  return orderFor(chainLayers('small', [input, ...hidden, output]), data, settings)
}

/** Gives an order to an engine process of its own and hears it to its end, which `heard` may bring about. */
export async function runEngine(
  order: EngineOrder,
  heard: (report: EngineReport, engine: Engine) => void = () => {},
): Promise<EngineReport[]> {
  const engine = spawnEngine(projectRoot)
  const reports: EngineReport[] = []
  engine.listen(
    (report) => {
      reports.push(report)
      if (report.kind === 'ready') engine.order(order)
      if (report.kind === 'points') engine.order({ kind: 'kept', points: report.number })
      heard(report, engine)
      if (report.kind === 'trained' || report.kind === 'failed') engine.dismiss()
    },
    () => {},
  )
  await engine.ended
  return reports
}

/** The curve by epoch, and the weights at the end. A later point of an epoch takes the place of an earlier one. */
export function ended(order: TrainOrder, reports: EngineReport[]) {
  const epochs = new Map<number, Metrics>()
  for (const report of reports) {
    if (report.kind !== 'points' && report.kind !== 'resumed') continue
    if (report.kind === 'resumed')
      for (const epoch of epochs.keys()) if (epoch >= report.epoch) epochs.delete(epoch)
    for (const { epoch, metrics } of report.epochs) epochs.set(epoch, metrics)
  }
  const weights = readFileSync(join(order.folder, 'weights.safetensors'))
  return { epochs: [...epochs], weights, last: reports.at(-1) }
}
