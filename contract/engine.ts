import { z } from 'zod'
import { DeviceReport } from './app.ts'
import { Augmentation } from './data/augmentation.ts'
import { Failure } from './failure.ts'
import { ModelDocument } from './model/model.ts'
import { Environment, EpochPoint, Measured, Resolved, RunProgress, StepPoint } from './training/run.ts'
import { TrainingSettings } from './training/training.ts'

/** Path of a file of row numbers, ascending: int32, little-endian. There can be millions, which would not do as JSON. */
const RowsFile = z.string()

/** A part to measure on, or the rows of `train` that were held out. */
const MeasuredOn = z.union([
  z.object({ part: z.enum(['train', 'validation', 'test']) }),
  z.object({ heldOut: RowsFile }),
])

/** What the service asks of an engine process: one order a process, plus `stop`. Sent over its IPC pipe. */
export const EngineOrder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('train'),
    model: ModelDocument,
    settings: TrainingSettings,
    /** Folder with packed.json. The items used for validation are named there already (part `validation`) or given by index. */
    data: z.string(),
    /** Which part to validate on, or the rows of `train` that were held out for it. null: none. */
    validation: z
      .union([z.object({ part: z.enum(['validation', 'test']) }), z.object({ heldOut: RowsFile })])
      .nullable(),
    /** Rows of `train` that are neither trained nor validated on. */
    without: RowsFile.nullable().default(null),
    /** Where weights.safetensors (after each epoch) and checkpoint.safetensors are kept: written aside and renamed in. */
    folder: z.string(),
    seed: z.number(),
    weights: z.string().nullable(),
    /** Go on from the folder's checkpoint; from the start where there is none yet. */
    resume: z.boolean(),
  }),
  z.object({
    kind: z.literal('evaluate'),
    model: ModelDocument,
    settings: TrainingSettings,
    data: z.string(),
    on: MeasuredOn,
    folder: z.string(),
  }),
  z.object({
    kind: z.literal('predict'),
    model: ModelDocument,
    data: z.string(),
    /** What to predict: a part, or rows of `train`, and of these the first `most`. null: all of the first part. */
    on: MeasuredOn.nullable().default(null),
    most: z.number().nullable().default(null),
    folder: z.string(),
  }),
  /** How far off a model is that gives pictures back, and what it makes of some of them. */
  z.object({
    kind: z.literal('reconstruct'),
    model: ModelDocument,
    data: z.string(),
    on: z.union([
      z.object({ part: z.enum(['train', 'validation', 'test', 'predict']) }),
      z.object({ heldOut: RowsFile }),
    ]),
    folder: z.string(),
    /** How many pictures are to be shown: those it is furthest off at, or the first ones. */
    shown: z.number(),
    from: z.enum(['worst', 'first']),
  }),
  /** Vary a few items as steps of training would: a process does so as often as it is asked. */
  z.object({
    kind: z.literal('augment'),
    augmentation: Augmentation,
    seed: z.number(),
    /** How many steps: each gives every item once. */
    variants: z.number(),
    /** Pictures (uint8) or the words of texts (int32), with the items axis; little-endian, in base64. */
    items: z.object({ dtype: z.enum(['uint8', 'int32']), shape: z.array(z.number()), base64: z.string() }),
  }),
  /** End after the current step with everything saved. `pause` leaves out what is measured at a run's end. */
  z.object({ kind: z.literal('stop'), pause: z.boolean() }),
  /** The points up to this report are in the database: a checkpoint need not carry them any more. */
  z.object({ kind: z.literal('kept'), points: z.number() }),
])
export type EngineOrder = z.infer<typeof EngineOrder>
export type TrainOrder = Extract<EngineOrder, { kind: 'train' }>
export type StopOrder = Extract<EngineOrder, { kind: 'stop' }>
export type EvaluateOrder = Extract<EngineOrder, { kind: 'evaluate' }>
export type AugmentOrder = Extract<EngineOrder, { kind: 'augment' }>
export type ReconstructOrder = Extract<EngineOrder, { kind: 'reconstruct' }>
export type PredictOrder = Extract<EngineOrder, { kind: 'predict' }>

export const EngineReport = z.discriminatedUnion('kind', [
  /** TensorFlow is loaded; waiting for an order. */
  z.object({ kind: z.literal('ready'), device: DeviceReport, environment: Environment }),
  z.object({ kind: z.literal('started'), resolved: Resolved, parameters: z.number() }),
  /**
   * Training goes on from a checkpoint: after `step` steps of the run, in `epoch`. All points after that are void; `steps` and
   * `epochs` are those before it that may not have been written.
   */
  z.object({
    kind: z.literal('resumed'),
    epoch: z.number(),
    step: z.number(),
    steps: z.array(StepPoint),
    epochs: z.array(EpochPoint),
  }),
  z.object({
    kind: z.literal('points'),
    /** Counts the reports of points of this process, from 1; answered by `kept`. */
    number: z.number(),
    steps: z.array(StepPoint),
    epochs: z.array(EpochPoint),
    progress: RunProgress,
  }),
  z.object({ kind: z.literal('log'), line: z.string() }),
  /** Training ended by itself (`finished`), by stop-and-keep (`stopped`), or waits to be taken up again (`paused`). */
  z.object({
    kind: z.literal('trained'),
    status: z.enum(['finished', 'stopped', 'paused']),
    evaluation: Measured.nullable(),
  }),
  z.object({ kind: z.literal('evaluated'), evaluation: Measured }),
  /** One row of outputs an item. */
  z.object({ kind: z.literal('predicted'), outputs: z.array(z.array(z.number())) }),
  z.object({
    kind: z.literal('reconstructed'),
    /** The part it was measured on. */
    part: z.string(),
    /** Mean squared error of each row, in the order of the rows. */
    errors: z.array(z.number()),
    /** Pictures as bytes [height, width, channels] in base64, as they are and as they are given back; `row`: within the part. */
    shown: z.array(z.object({ row: z.number(), error: z.number(), given: z.string(), made: z.string() })),
  }),
  /** The items as each step would see them, in the form they came in. */
  z.object({ kind: z.literal('augmented'), variants: z.array(z.string()) }),
  z.object({ kind: z.literal('failed'), failure: Failure }),
])
export type EngineReport = z.infer<typeof EngineReport>
