import { z } from 'zod'

/**
 * A declared recipe: what the person asked to be done to the data. What it says is fitted on the rows that are trained on
 * alone, kept with the run as a pipeline, and replayed at prediction. What it leaves unsaid is as `recipe-steps.ts` guesses.
 */

/** Bounds that values beyond are brought back to: given, or learnt as quantiles (numpy.quantile, linear). */
const Clip = z.discriminatedUnion('by', [
  z.object({ by: z.literal('bounds'), low: z.number().nullable(), high: z.number().nullable() }),
  z.object({ by: z.literal('quantiles'), low: z.number().min(0).max(1), high: z.number().min(0).max(1) }),
])

export const numberScales = ['standardise', 'min-max', 'robust', 'none'] as const
export const numberFills = ['mean', 'median', 'most-frequent', 'constant'] as const

/** Of a column of numbers, in this order: fill what is missing, clip, take log(1 + x), scale. */
export const NumberRecipe = z.object({
  kind: z.literal('number'),
  /** scikit-learn's SimpleImputer; `most-frequent` takes the least of equally frequent values. */
  impute: z.enum(numberFills).default('mean'),
  /** Of `constant`. */
  fill: z.number().default(0),
  /** One output more: 1 where the value was missing (scikit-learn's MissingIndicator). */
  indicator: z.boolean().default(false),
  clip: Clip.nullable().default(null),
  log: z.boolean().default(false),
  /** scikit-learn's StandardScaler, MinMaxScaler (0 to 1) and RobustScaler (median and quartiles). */
  scale: z.enum(numberScales).default('standardise'),
})
export type NumberRecipe = z.infer<typeof NumberRecipe>

/** One output a level, in the order of their names; a level that was never seen is all zeros. */
export const OneHotRecipe = z.object({
  kind: z.literal('one-hot'),
  /** `none`: what is missing is all zeros. */
  impute: z.enum(['none', 'most-frequent', 'constant']).default('none'),
  fill: z.string().default(''),
  /** Levels that fewer rows of the train part have share one output behind the others (scikit-learn's min_frequency). */
  minFrequency: z.number().int().min(1).nullable().default(null),
  /** At most so many outputs, the shared one among them (scikit-learn's max_categories). */
  maxLevels: z.number().int().min(2).max(10_000).nullable().default(null),
  /** Outputs, as they were counted when the recipe was saved; null where they follow from the column. */
  outputs: z.number().int().nullable().default(null),
})
export type OneHotRecipe = z.infer<typeof OneHotRecipe>

/** One number a level: its place from 0, and -1 for what is missing or was never seen (scikit-learn's OrdinalEncoder). */
export const OrdinalRecipe = z.object({
  kind: z.literal('ordinal'),
  /** null: the order of their names. */
  order: z.array(z.string()).min(1).nullable().default(null),
})

/** One of so many outputs, by the lower 64 bits of the cell's MD5; what is missing is all zeros. */
export const HashRecipe = z.object({
  kind: z.literal('hash'),
  buckets: z.number().int().min(2).max(10_000).default(32),
})

export const dateParts = ['year', 'month', 'day', 'weekday', 'hour'] as const

/** Parts of a date, each standardised; `cyclic`: sine and cosine instead, so that December is beside January. */
export const DateRecipe = z.object({
  kind: z.literal('date'),
  parts: z.array(z.enum(dateParts)).min(1).default(['year', 'month', 'weekday']),
  cyclic: z.boolean().default(true),
})

/** 1 for yes and true, 0 for no, false and nothing. */
export const BooleanRecipe = z.object({ kind: z.literal('boolean') })
export const LeaveOutRecipe = z.object({ kind: z.literal('leave-out') })

export const ColumnRecipe = z.discriminatedUnion('kind', [
  NumberRecipe,
  OneHotRecipe,
  OrdinalRecipe,
  HashRecipe,
  DateRecipe,
  BooleanRecipe,
  LeaveOutRecipe,
])
export type ColumnRecipe = z.infer<typeof ColumnRecipe>
export type StepKind = ColumnRecipe['kind']

/** Of a value that is predicted. Metrics and predictions are given on its own scale, the loss on that which is learnt. */
export const TargetRecipe = z.object({
  log: z.boolean().default(false),
  scale: z.enum(['standardise', 'min-max', 'none']).default('standardise'),
})
export type TargetRecipe = z.infer<typeof TargetRecipe>

/** Keras's TextVectorization by its own words, and what it lacks: words of Chinese, and zeros in front. */
export const TextRecipe = z.object({
  standardize: z
    .enum(['lower_and_strip_punctuation', 'lower', 'strip_punctuation', 'none'])
    .default('lower_and_strip_punctuation'),
  /** `words`: by the Unicode rules and dictionaries of ICU, for languages written without spaces. `auto`: by the texts. */
  split: z.enum(['auto', 'whitespace', 'character', 'words']).default('auto'),
  /** Runs of up to so many tokens are tokens too. */
  ngrams: z.number().int().min(2).max(5).nullable().default(null),
  /** Padding and unknown counted. null: as many as the model's Embedding has (of counts: 1,000). */
  maxTokens: z.number().int().min(3).max(1_000_000).nullable().default(null),
  /** Tokens of a text. null: as the model's Input has it, or 200. */
  length: z.number().int().min(1).max(100_000).nullable().default(null),
  /** Where the zeros of a short text stand. Keras's layer has `post`; a recurrent layer without a mask learns better from `pre`. */
  padding: z.enum(['pre', 'post']).default('pre'),
  outputMode: z.enum(['int', 'multi_hot', 'count', 'tf_idf']).default('int'),
})
export type TextRecipe = z.infer<typeof TextRecipe>

const Size = z.object({ height: z.number().int().min(1).max(4096), width: z.number().int().min(1).max(4096) })

/**
 * `unit`: 0 to 1. `signed`: -1 to 1 (`tf` of Keras's preprocess_input). `channels`: each channel standardised by the pictures
 * that are trained on. `torch`, `caffe`: preprocess_input's other two. `none`: 0 to 255.
 * `sample-centre`, `sample`: 0 to 1, then each picture less its own mean, and divided by its own deviation (Keras's samplewise_center
 * and samplewise_std_normalization). `channels-centre`: each channel less its mean (featurewise_center). `zca`: that, and then the
 * pictures whitened (zca_whitening).
 */
export const PictureNormalise = z.enum([
  'unit',
  'signed',
  'channels',
  'channels-centre',
  'torch',
  'caffe',
  'none',
  'sample-centre',
  'sample',
  'zca',
])
export type PictureNormalise = z.infer<typeof PictureNormalise>

export const PictureRecipe = z.object({
  /** Keras's image_dataset_from_directory: `crop` is crop_to_aspect_ratio, `pad` is pad_to_aspect_ratio (with black). */
  resize: z.enum(['stretch', 'crop', 'pad']).default('stretch'),
  interpolation: z.enum(['nearest', 'bilinear', 'bicubic', 'lanczos3', 'area']).default('bilinear'),
  /** What templates give their Input. null: the size of the pictures where they agree, else 64 x 64. */
  size: Size.nullable().default(null),
  /** Resized to this first; then the size of the Input is cut out of the middle, as by Keras's CenterCrop. */
  cropFrom: Size.nullable().default(null),
  /** null: as most of the pictures are. */
  colour: z.enum(['grey', 'rgb', 'rgba']).nullable().default(null),
  normalise: PictureNormalise.default('unit'),
  /** Of `zca`: Keras's zca_epsilon. A larger one leaves alone what hardly differs between pictures. */
  zcaEpsilon: z.number().positive().max(100).default(1e-6),
})
export type PictureRecipe = z.infer<typeof PictureRecipe>

export const Recipe = z.object({
  /** By the name of the column; one that is not named is as it is guessed. */
  columns: z.record(z.string(), ColumnRecipe).default({}),
  target: TargetRecipe.nullable().default(null),
  /** The classes in the order of their numbers; null: sorted. */
  labels: z.array(z.string()).nullable().default(null),
  text: TextRecipe.nullable().default(null),
  picture: PictureRecipe.nullable().default(null),
})
export type Recipe = z.infer<typeof Recipe>
export const emptyRecipe: Recipe = Recipe.parse({})
