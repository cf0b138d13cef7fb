import { tensorOf } from '../templates/chain-layers.ts'

/** A layer as Keras 2 wrote it: each call a list of [layer, node, tensor, named arguments]. */
interface Keras2Layer {
  class_name?: string
  name?: string
  config?: Record<string, unknown>
  inbound_nodes?: unknown
  [key: string]: unknown
}

/** Settings of Keras 2 that Keras 3 has no place for; none of them changes what the layer computes. */
const gone = new Set(['implementation', 'time_major', 'input_length', 'batch_input_shape'])

/**
 * Brings the config of a functional model that Keras 2 wrote into the form of Keras 3: tensors by name for the lists of
 * calls, `batch_shape` for `batch_input_shape`, initializers with their module. What is of the new form stays as it is.
 */
export function fromKeras2(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('config' in json)) return json
  const { class_name, config } = json as { class_name?: string; config: { layers?: Keras2Layer[] } }
  if (!Array.isArray(config?.layers)) return json
  return {
    ...json,
    class_name: class_name === 'Model' ? 'Functional' : class_name,
    config: { ...config, layers: config.layers.map(upgradeLayer) },
  }
}

/** One layer in the form of Keras 3. */
export function upgradeLayer(layer: Keras2Layer): Keras2Layer {
  if (typeof layer !== 'object' || layer === null) return layer
  return {
    ...layer,
    ...(layer.config ? { config: upgradeConfig(layer.class_name ?? '', layer.config) } : {}),
    ...(Array.isArray(layer.inbound_nodes) ? { inbound_nodes: layer.inbound_nodes.map(upgradeCall) } : {}),
  }
}

function upgradeConfig(kind: string, config: Record<string, unknown>): Record<string, unknown> {
  const upgraded = Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => !gone.has(name))
      .map(([name, value]) => [name, name.endsWith('_initializer') ? withModule(value) : value]),
  )
  if (kind === 'InputLayer' && !upgraded.batch_shape && config.batch_input_shape)
    upgraded.batch_shape = config.batch_input_shape
  // Keras 2 kept the axis of BatchNormalization as a list of one.
  if (kind === 'BatchNormalization' && Array.isArray(config.axis)) upgraded.axis = config.axis[0]
  for (const inner of ['layer', 'backward_layer']) {
    const wrapped = config[inner] as Keras2Layer | undefined
    if (wrapped?.class_name && wrapped.config)
      upgraded[inner] = withModule(upgradeLayer(wrapped), 'keras.layers')
  }
  return upgraded
}

function withModule(value: unknown, module = 'keras.initializers'): unknown {
  if (typeof value !== 'object' || value === null || 'module' in value || !('class_name' in value))
    return value
  return { module, registered_name: null, ...value }
}

function upgradeCall(call: unknown): unknown {
  if (!Array.isArray(call)) return call
  // The very first form, of a layer called without a list: [layer, node, tensor, arguments].
  const sources = (typeof call[0] === 'string' ? [call] : call) as unknown[][]
  const tensors = sources.map(tensorAt)
  const named = Object.assign({}, ...sources.map((source) => source[3] ?? {})) as Record<string, unknown>
  const kwargs = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, isReference(value) ? tensorAt(value) : value]),
  )
  return { args: [tensors.length === 1 ? tensors[0] : tensors], kwargs }
}

const isReference = (value: unknown): value is unknown[] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'

const tensorAt = ([layer, call, output]: unknown[]) =>
  tensorOf(String(layer), [null], Number(call ?? 0), Number(output ?? 0))
