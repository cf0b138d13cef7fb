import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { z } from 'zod'
import { Fault } from '../../contract/failure.ts'
import { EpochPoint, StepPoint } from '../../contract/training/run.ts'
import { type NamedTensors, readMetadata, readSafetensors, writeSafetensors } from '../export/safetensors.ts'
import { namedWeights } from '../export/weight-paths.ts'
import { CallbackState } from './callbacks.ts'
import type { Trainer, TrainingSetup } from './trainer.ts'

// JSON writes null for a sum that is not a number.
const sum = z
  .number()
  .nullable()
  .transform((sum) => sum ?? Number.NaN)

/** Early checkpoints hold one sum of each metric, and once for all how many items it is of. */
function withSums(position: unknown): unknown {
  const { items, totals, ...more } = position as { items?: number; totals: Record<string, unknown> }
  if (items === undefined) return position
  const sums = Object.entries(totals).map(([name, sum]) => [name, [sum, items]] as const)
  return { ...more, totals: Object.fromEntries(sums) }
}

/** Where training stands between two steps: all that the next step depends on, weights, slots and clock apart. */
export const Position = z.preprocess(
  withSums,
  z.object({
    /** The epoch under way, from 1. Its order of rows follows from the run's seed and this number. */
    epoch: z.number(),
    /** Steps of it that are done. */
    step: z.number(),
    /** Seconds spent on it. */
    seconds: z.number(),
    /** The sums of the metrics over what was seen of it, by their names. */
    totals: z.record(z.string(), z.array(sum)),
    callbacks: CallbackState,
  }),
)
export type Position = z.infer<typeof Position>

/** What a checkpoint holds besides tensors. */
const Kept = z.object({
  position: Position,
  /** Epochs the run was to have. */
  epochs: z.number(),
  /** Points that may not have reached the database. */
  points: z.object({ steps: z.array(StepPoint), epochs: z.array(EpochPoint) }),
  clock: z.number(),
})
export type Kept = z.infer<typeof Kept>

/** Where early stopping keeps the weights it goes back to. */
export const restoreFile = (folder: string) => join(folder, 'weights-restore.safetensors')

export const checkpointFile = (folder: string) => join(folder, 'checkpoint.safetensors')

/** Writes weights, optimizer slots and clock with where training stands: aside, synced and renamed in. */
export function writeCheckpoint(
  folder: string,
  trainer: Trainer,
  setup: TrainingSetup,
  kept: Omit<Kept, 'clock'>,
) {
  trainer.pull()
  const tensors: NamedTensors = new Map()
  for (const [name, variable] of namedState(trainer, setup))
    tensors.set(name, { shape: variable.shape, values: variable.dataSync() as Float32Array })
  const clock = setup.context.clock.dataSync()[0] as number
  writeSafetensors(checkpointFile(folder), tensors, {
    lathe: JSON.stringify({ ...kept, clock } satisfies Kept),
  })
}

/** What the last checkpoint says; null where none was written. @throws Error when it cannot be read */
export function readKept(folder: string): Kept | null {
  const file = checkpointFile(folder)
  return existsSync(file) ? Kept.parse(JSON.parse(readMetadata(file).lathe ?? '')) : null
}

/** Puts a checkpoint's weights, slots and clock into a trainer. @throws Fault `engine.weights-differ` */
export function loadCheckpoint(folder: string, trainer: Trainer, setup: TrainingSetup, { clock }: Kept) {
  const { tf } = setup.context
  const file = checkpointFile(folder)
  const tensors = readSafetensors(file)
  for (const [name, variable] of namedState(trainer, setup)) {
    const found = tensors.get(name)
    if (found?.shape.join() !== variable.shape.join()) {
      const expected = `[${variable.shape}]`
      const there = found ? `[${found.shape}]` : 'nothing'
      throw new Fault('engine.weights-differ', { file, weight: name, expected, found: there })
    }
    tf.tidy(() => variable.assign(tf.tensor(found.values, found.shape)))
  }
  tf.tidy(() => setup.context.clock.assign(tf.scalar(clock, 'int32')))
  trainer.push()
}

/** The float variables by name: weights by Keras's paths, a slot by its variable's path and its own name. */
function* namedState({ state }: Trainer, { trainable }: TrainingSetup): Generator<[string, Variable]> {
  const paths = new Map<Tensor, string>()
  for (const { name, tensor } of namedWeights(trainable.model)) paths.set(tensor, name)
  for (const [tensor, name] of paths) yield [name, tensor as Variable]
  for (const [place, slots] of state.slots.entries()) {
    const path = paths.get(state.all[state.trained[place] as number] as Variable)
    for (const [at, slot] of slots.entries())
      yield [`${state.optimizer.name}/${path}/${state.optimizer.slotNames[at]}`, state.all[slot] as Variable]
  }
}
