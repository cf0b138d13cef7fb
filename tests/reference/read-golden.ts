import { readdirSync, readFileSync } from 'node:fs'
import { readKerasModel } from '../../contract/model/keras-json.ts'
import type { KerasModel } from '../../contract/model/model.ts'
import type { Loss } from '../../contract/training/losses.ts'
import type { OptimizerName, OptimizerSettings } from '../../contract/training/optimizers.ts'

/** A tensor as golden files hold it: float32, little-endian. */
export interface PackedValues {
  shape: number[]
  base64: string
}

/** One way a golden model was trained: 100 steps on its one batch. */
export interface GoldenTraining {
  optimizer: OptimizerName
  rate: number
  settings: OptimizerSettings
  loss: Loss
  losses: number[]
  /** The outputs in inference afterwards. */
  after: PackedValues
  classWeight?: number[]
  /** How much each row of the batch counts. */
  sampleWeight?: number[]
}

/** What tests/reference/make_golden.py wrote down from Keras. */
export interface Golden {
  keras: KerasModel
  weights: (PackedValues & { path: string })[]
  inputs: PackedValues
  targets: PackedValues
  outputs: PackedValues
  trainings: GoldenTraining[]
}

const folder = new URL('golden/', import.meta.url)

export const goldenNames = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))

/** A golden file, its model read as any that Keras wrote. */
export function readGolden(name: string): Golden {
  const golden = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Golden
  return { ...golden, keras: readKerasModel(golden.keras, name).keras }
}

export function valuesOf({ base64 }: PackedValues): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
