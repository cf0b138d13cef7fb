import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineOrder, EngineReport, TrainOrder } from '../../contract/engine.ts'
import { type ChainLink, chainLayers } from '../../contract/templates/chain-layers.ts'
import { TrainingSettings } from '../../contract/training/training.ts'
import { randomFrom } from '../../engine/runtime/random.ts'
import { type Engine, spawnEngine } from '../../service/jobs/engine-process.ts'

const projectRoot = join(import.meta.dirname, '../..')

/** Rows of 8 values whose class says which of two sums is the larger, as packed data; every fifth row is held out. */
export function packTwoClasses(rows: number): Pick<TrainOrder, 'data' | 'validation'> {
  const data = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  const draw = randomFrom(5)
  const inputs = Float32Array.from({ length: rows * 8 }, () => draw() * 2 - 1)
  const sum = (row: number, from: number) =>
    inputs.subarray(row * 8 + from, row * 8 + from + 4).reduce((a, b) => a + b, 0)
  const targets = Int32Array.from({ length: rows }, (_, row) => Number(sum(row, 0) > sum(row, 4)))
  writeFileSync(join(data, 'x.bin'), inputs)
  writeFileSync(join(data, 'y.bin'), targets)
  const part = {
    part: 'train',
    items: rows,
    inputs: [{ name: 'x', file: 'x.bin', dtype: 'float32', shape: [8], scale: 1 }],
    targets: [{ name: 'y', file: 'y.bin', dtype: 'int32', shape: [], scale: 1 }],
  }
  const packed = { version: 1, task: 'classification', classes: ['less', 'more'], parts: [part] }
  writeFileSync(join(data, 'packed.json'), JSON.stringify(packed))
  const heldOut = join(data, 'rows.bin')
  writeFileSync(
    heldOut,
    Int32Array.from({ length: rows / 5 }, (_, index) => index * 5),
  )
  return { data, validation: { heldOut } }
}

/** An order to train a chain of layers on 8 inputs and 2 classes, in a folder of its own. */
export function orderOf(
  data: Pick<TrainOrder, 'data' | 'validation'>,
  hidden: ChainLink[],
  settings: Partial<TrainingSettings>,
): TrainOrder {
  const input = { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 8] } }
  const output = { kind: 'Dense', name: 'output', settings: { units: 2, activation: 'softmax' } }
  return {
    kind: 'train',
    model: chainLayers('small', [input, ...hidden, output]),
    settings: { ...TrainingSettings.parse({}), ...settings },
    ...data,
    without: null,
    folder: mkdtempSync(join(tmpdir(), 'lathe-run-')),
    seed: 3,
    weights: null,
    resume: false,
  }
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
