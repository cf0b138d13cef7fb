import { Fault } from '../../contract/failure.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { seedFor } from '../runtime/random.ts'

/** What building a layer needs besides its config. */
export interface BuildContext {
  tf: TensorFlow
  /** The run's seed: every initializer and mask draws from a seed of its own derived from it and a name. */
  seed: number
}

interface Serialized {
  class_name: string
  config: Record<string, unknown>
}

type Settings = Record<string, unknown>

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

/** What Keras draws weights from where a config says nothing, by the name tfjs has for the layer. */
export const usualInitializers: Record<string, Settings> = {
  dense: { kernel_initializer: 'glorot_uniform' },
  conv2d: { kernel_initializer: 'glorot_uniform' },
  embedding: { embeddings_initializer: 'random_uniform' },
  lstm: { kernel_initializer: 'glorot_uniform', recurrent_initializer: 'orthogonal' },
  simpleRNN: { kernel_initializer: 'glorot_uniform', recurrent_initializer: 'orthogonal' },
  gru: {
    kernel_initializer: 'glorot_uniform',
    recurrent_initializer: 'orthogonal',
    bias_initializer: 'zeros',
  },
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
    else if (name.includes('activation')) settings[camelCase(name)] = activationName(value)
    // null is how Keras writes what was not given; tfjs wants it left out.
    else if (value !== null) settings[camelCase(name)] = name === 'data_format' ? formatName(value) : value
  }
  return settings
}

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const formatName = (value: unknown) => (value === 'channels_first' ? 'channelsFirst' : 'channelsLast')

const activationNames: Record<string, string> = {
  hard_sigmoid: 'hardSigmoid',
  silu: 'swish',
  log_softmax: 'logSoftmax',
  leaky_relu: 'leakyRelu',
}

function activationName(value: unknown): string {
  const name = typeof value === 'string' ? value : ((value as Serialized | null)?.config?.name ?? 'linear')
  return activationNames[name as string] ?? (name as string)
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
