import type { layers, Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { layerConfig } from '../../../contract/layers/keras-defaults.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { seedFor } from '../../runtime/random.ts'
import { type Constraint, constraint } from './constraints.ts'
import { initializer } from './initializers.ts'
import { regularizer } from './regularizers.ts'

/** What building a layer needs besides its config. */
export interface BuildContext {
  tf: TensorFlow
  /** The run's seed: every initializer and mask draws from a seed of its own derived from it and a name. */
  seed: number
  /** Number of the step, int32 scalar: what masks are drawn from besides the seed. */
  clock: Variable
  /**
   * The tables that rows are looked up in, each with what was made of the gradients of its rows once a step's gradient was
   * taken. Keras keeps such a gradient sparse, and squares, measures and clips it before it adds up the rows that were looked
   * up twice; an optimizer follows Keras only with these sums.
   */
  tables: Map<Variable, RowSums | null>
  /** What the optimizer needs to know of the rows of tables: `clipvalue`, and whether their sizes besides their squares. */
  rows: { clip: number | null; sizes: boolean }
  /** What weights are brought back to after each update. */
  constraints: Map<Variable, Constraint>
}

/** Of the gradients of each row of a table [rows, width], row by row: the sum of their squares, and of their absolute values. */
export interface RowSums {
  squares: Tensor
  sizes: Tensor | null
}

/** What a model is built in: a run's seed, and a clock at step 0. */
export const buildContext = (tf: TensorFlow, seed: number): BuildContext => ({
  tf,
  seed,
  clock: tf.tidy(() => tf.variable(tf.scalar(0, 'int32'), false, undefined, 'int32')),
  tables: new Map(),
  rows: { clip: null, sizes: false },
  constraints: new Map(),
})

export type LayerVariable = layers.Layer['weights'][number]

/** The one input of a layer, which tfjs hands over bare or in a list. */
export const firstOf = (inputs: Tensor | Tensor[]): Tensor =>
  (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor

export type Settings = Record<string, unknown>

/** The settings that have a value. */
const set = (config: Settings): Settings =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined))

/** A layer's whole config: Keras's defaults under what is given and not null. */
export const settled = (kind: string, name: string, given: Settings): Settings =>
  layerConfig(kind, name, set(given))

/** A layer's config, and what it is built in: what its weights are made from. */
export interface WeightSettings {
  context: BuildContext
  layer: string
  config: Settings
}

/** What the weights of a layer are made by. */
export const layerSettings = (context: BuildContext, layer: string, config: Settings): WeightSettings => ({
  context,
  layer,
  config,
})

/**
 * Adds a weight with the initializer, regularizer and constraint that the config has for `part` (`kernel`, `bias`). It is
 * drawn from a seed of its own, so that a run can be repeated.
 * @throws Fault `engine.initializer-unknown`, `engine.regularizer-unknown`, `engine.constraint-unknown`
 */
export function addWeight(
  layer: layers.Layer,
  { context, layer: owner, config }: WeightSettings,
  name: string,
  shape: number[],
  part: string,
  trainable = true,
): LayerVariable {
  const { tf, seed } = context
  const setting = (kind: string) => `${owner}/${part}_${kind}`
  const draw = initializer(setting('initializer'), config[`${part}_initializer`] ?? 'zeros')
  const penalty = regularizer(tf, setting('regularizer'), config[`${part}_regularizer`])
  const weight = (layer as unknown as { addWeight(...given: unknown[]): LayerVariable }).addWeight(
    name,
    shape,
    'float32',
    { apply: () => draw(tf, shape, seedFor(seed, `${owner}/${name}`)) },
    penalty && { apply: penalty },
    trainable,
  )
  const keptIn = constraint(setting('constraint'), config[`${part}_constraint`])
  if (keptIn) context.constraints.set(weight.read() as Variable, keptIn)
  return weight
}
