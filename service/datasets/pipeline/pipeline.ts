import { z } from 'zod'
import { TrainedTask } from '../../../contract/data/learning-task.ts'
import { LabelScale } from '../../../contract/data/packed.ts'
import { PictureRecipe, TextRecipe } from '../../../contract/data/preprocessing.ts'
import { ColumnStep } from './column-steps.ts'
import { asToday } from './earlier-pipeline.ts'

const shape = z.array(z.number())

const PictureInput = z.object({
  kind: z.literal('image'),
  height: z.number(),
  width: z.number(),
  channels: z.number(),
  ...PictureRecipe.pick({ resize: true, interpolation: true, cropFrom: true }).shape,
  /** Turned round: blue, green, red. */
  reversed: z.boolean().default(false),
  /** What a byte becomes, before the channels. */
  scale: z.number().default(1 / 255),
  /** Then, channel by channel: x * scale + offset. null: nothing more. */
  normalised: z
    .object({ scale: z.array(z.number()), offset: z.array(z.number()) })
    .nullable()
    .default(null),
  /** Then each picture by itself: less its mean, and divided by its deviation. */
  samplewise: z.enum(['centre', 'standardise']).nullable().default(null),
  /** Or all of them whitened, by a matrix that the engine learns and keeps with the run. */
  whitening: z.object({ epsilon: z.number() }).nullable().default(null),
  /** The model's own shape without the items axis, such as [784] for a flat one. */
  shape,
})

const TextInput = z.object({
  kind: z.literal('text'),
  /** Name of the column that is read; null for text files. */
  column: z.string().nullable(),
  /** In the order of their numbers: of `int` from 2, as 0 pads and 1 is every other word; of the others from 1. */
  vocabulary: z.array(z.string()),
  segment: z.enum(['whitespace', 'words', 'character']),
  padding: z.enum(['pre', 'post']),
  ...TextRecipe.pick({ standardize: true, ngrams: true, outputMode: true }).shape,
  /** Of `tf_idf`: what every other word counts, then each of the vocabulary. */
  weights: z.array(z.number()).default([]),
  /** [tokens], or as many as there are tokens in all */
  shape,
})
export type TextInput = z.infer<typeof TextInput>
export type PictureInput = z.infer<typeof PictureInput>

const Form = z.object({
  version: z.literal(2),
  /** sha256 of the data set it was fitted on. */
  digest: z.string(),
  task: TrainedTask,
  classes: z.array(z.string()),
  /** Name of the target column; null for pictures. */
  target: z.string().nullable(),
  label: LabelScale,
  input: z.discriminatedUnion('kind', [
    PictureInput,
    TextInput,
    z.object({
      kind: z.literal('series'),
      /** Name of the column that tells the time. */
      date: z.string(),
      /** What each step of a window gives; the last are the targets, whose scales the labels have too. */
      columns: z.array(ColumnStep),
      /** How many of the columns are targets. */
      targets: z.number().default(1),
      /** As in contract/data/series.ts. */
      horizon: z.number().default(1),
      samplingRate: z.number().default(1),
      acrossGaps: z.boolean().default(false),
      /** [steps, inputs a step] */
      shape,
    }),
    z.object({ kind: z.literal('table'), columns: z.array(ColumnStep), shape }),
  ]),
})

/** How data becomes what the model reads: kept with a run, and replayed on everything it is later asked about. */
export const Pipeline = z.preprocess(asToday, Form)
export type Pipeline = z.infer<typeof Form>
