import type { layers, Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import { layerConfig } from '../../contract/keras-defaults.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { seedFor } from '../runtime/random.ts'
import { activationName } from './activations.ts'

/** What building a layer needs besides its config. */
export interface BuildContext {
  tf: TensorFlow
  /** The run's seed: every initializer and mask draws from a seed of its own derived from it and a name. */
  seed: number
  /** Number of the step, int32 scalar: what masks are drawn from besides the seed. */
  clock: Variable
  /**
   * The tables that rows are looked up in, each with the sum of the squared gradients of its rows once a step's gradient was
   * taken. Keras keeps such a gradient sparse, and squares it before it adds up the rows that were looked up twice; an
   * optimizer that divides by squares follows Keras only with this sum.
   */
  tables: Map<Variable, Tensor | null>
}

/** What a model is built in: a run's seed, and a clock at step 0. */
export const buildContext = (tf: TensorFlow, seed: number): BuildContext => ({
  tf,
  seed,
  clock: tf.tidy(() => tf.variable(tf.scalar(0, 'int32'), false, undefined, 'int32')),
  tables: new Map(),
})

export type LayerVariable = layers.Layer['weights'][number]

/** The one input of a layer, which tfjs hands over bare or in a list. */
export const firstOf = (inputs: Tensor | Tensor[]): Tensor =>
  (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor

/** A layer's whole config: Keras's defaults under what is given and not null. */
export const settled = (kind: string, name: string, given: Settings): Settings =>
  layerConfig(kind, name, set(given))

/** Adds a weight with the initializer, regularizer and constraint that the settings have for `part` (`kernel`, `bias`). */
export const addWeight = (
  layer: layers.Layer,
  settings: Settings,
  name: string,
  shape: number[],
  part: string,
  trainable = true,
): LayerVariable =>
  // tfjs declares it protected, as it is meant for layers; this is what they all call.
  (layer as unknown as { addWeight(...given: unknown[]): LayerVariable }).addWeight(
    name,
    shape,
    'float32',
    settings[`${part}Initializer`],
    settings[`${part}Regularizer`],
    trainable,
    settings[`${part}Constraint`],
  )

interface Serialized {
  class_name: string
  config: Record<string, unknown>
}

export type Settings = Record<string, unknown>

const initializers: Record<string, string> = {
  GlorotUniform: 'glorotUniform',
  GlorotNormal: 'glorotNormal',
  HeUniform: 'heUniform',
  HeNormal: 'heNormal',
  LecunUniform: 'leCunUniform',
  LecunNormal: 'leCunNormal',
  RandomUniform: 'randomUniform',
  RandomNormal: 'randomNormal',
  TruncatedNormal: 'truncatedNormal',
  VarianceScaling: 'varianceScaling',
  Orthogonal: 'orthogonal',
  Identity: 'identity',
  Constant: 'constant',
  Zeros: 'zeros',
  Ones: 'ones',
}

// OrthogonalInitializer and Identity carry other names in older files of Keras.
const otherNames: Record<string, string> = {
  OrthogonalInitializer: 'Orthogonal',
  IdentityInitializer: 'Identity',
}

/** The settings that have a value. */
export const set = (config: Settings): Settings =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined))

/**
 * Turns the settings of a Keras layer into those of tfjs: names to camelCase, initializers and regularizers to
 * live objects. An initializer without a seed of its own gets one, so that a run can be repeated.
 * @throws Fault `engine.initializer-unknown`
 */
export function layerSettings(context: BuildContext, layer: string, config: Settings): Settings {
  const settings: Settings = { name: layer }
  for (const [name, value] of Object.entries(config)) {
    if (name === 'dtype' || name === 'name' || name === 'build_config') continue
    if (name.endsWith('_initializer'))
      settings[camelCase(name)] = initializer(context, `${layer}/${name}`, value)
    else if (name.endsWith('_regularizer')) settings[camelCase(name)] = regularizer(context, value)
    else if (name.endsWith('_constraint')) continue
    else if (name.includes('activation'))
      settings[camelCase(name)] = activationNames[activationName(value)] ?? activationName(value)
    // null is how Keras writes what was not given; tfjs wants it left out.
    else if (value !== null) settings[camelCase(name)] = name === 'data_format' ? formatName(value) : value
  }
  return settings
}

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const formatName = (value: unknown) => (value === 'channels_first' ? 'channelsFirst' : 'channelsLast')

/** What tfjs calls an activation where it has another name for it. */
const activationNames: Record<string, string> = {
  hard_sigmoid: 'hardSigmoid',
  silu: 'swish',
  log_softmax: 'logSoftmax',
  leaky_relu: 'leakyRelu',
}

function initializer({ tf, seed }: BuildContext, name: string, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  const { class_name, config } =
    typeof value === 'string' ? { class_name: pascalCase(value), config: {} } : (value as Serialized)
  const known = initializers[otherNames[class_name] ?? class_name]
  const make = (tf.initializers as unknown as Record<string, (settings: Settings) => unknown>)[known ?? '']
  if (!make) throw new Fault('engine.initializer-unknown', { setting: name, kind: class_name })
  const settings: Settings = { seed: seedFor(seed, name) }
  for (const [key, part] of Object.entries(set(config ?? {}))) {
    if (key === 'seed' && typeof part !== 'number') continue
    settings[camelCase(key)] = key === 'mode' || key === 'distribution' ? fanName(part as string) : part
  }
  return make(settings)
}

const pascalCase = (name: string) => camelCase(`_${name}`)

/** tfjs's `normal` is the truncated one. */
const fanName = (name: string) => (name === 'truncated_normal' ? 'normal' : camelCase(name))

function regularizer({ tf }: BuildContext, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const { class_name, config } = value as Serialized
  if (class_name === 'L1') return tf.regularizers.l1({ l1: config.l1 as number })
  if (class_name === 'L2') return tf.regularizers.l2({ l2: config.l2 as number })
  return tf.regularizers.l1l2({ l1: (config.l1 as number) ?? 0, l2: (config.l2 as number) ?? 0 })
}
