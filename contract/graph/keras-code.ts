import { catalogue } from '../layers/catalogue.ts'
import { layerConfig, moduleOf } from '../layers/keras-defaults.ts'
import type { KerasLayer, ModelDocument } from '../model/model.ts'
import { attentionRoles, callsOf, type Reference, referencesOf } from './layer-calls.ts'

type Config = Record<string, unknown>

interface Serialized {
  module?: string
  class_name: string
  config: Config
}

const isSerialized = (value: unknown): value is Serialized =>
  typeof value === 'object' && value !== null && 'class_name' in value && 'config' in value

/** A value as Python writes it. */
function python(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `(${value.map(python).join(', ')}${value.length === 1 ? ',' : ''})`
  if (isSerialized(value)) {
    const room = value.module?.startsWith('keras.') ? value.module.split('.')[1] : 'layers'
    const given = room === 'layers' ? settings(value.class_name, value.config) : entries(value.config)
    return `keras.${room}.${value.class_name}(${given.join(', ')})`
  }
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${python(item)}`)
      .join(', ')}}`
  return String(value)
}

const entries = (config: Config) =>
  Object.entries(config)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key}=${python(value)}`)

/** What an initializer is, whether by name or written out with its defaults. */
const plain = (value: unknown): string =>
  isSerialized(value) && (value.module ?? '').startsWith('keras.initializers')
    ? JSON.stringify([value.class_name, entries(value.config)])
    : JSON.stringify(value ?? null)

/** The arguments of layers that Keras has no default for. */
export const demandedByKeras: Record<string, readonly string[]> = {
  Dense: ['units'],
  Conv1D: ['filters', 'kernel_size'],
  Conv2D: ['filters', 'kernel_size'],
  Conv3D: ['filters', 'kernel_size'],
  Conv1DTranspose: ['filters', 'kernel_size'],
  Conv2DTranspose: ['filters', 'kernel_size'],
  ConvLSTM2D: ['filters', 'kernel_size'],
  SeparableConv1D: ['filters', 'kernel_size'],
  SeparableConv2D: ['filters', 'kernel_size'],
  DepthwiseConv1D: ['kernel_size'],
  DepthwiseConv2D: ['kernel_size'],
  AveragePooling1D: ['pool_size'],
  AveragePooling2D: ['pool_size'],
  AveragePooling3D: ['pool_size'],
  Embedding: ['input_dim', 'output_dim'],
  LSTM: ['units'],
  GRU: ['units'],
  SimpleRNN: ['units'],
  MultiHeadAttention: ['num_heads', 'key_dim'],
  Dropout: ['rate'],
  AlphaDropout: ['rate'],
  GaussianDropout: ['rate'],
  SpatialDropout1D: ['rate'],
  SpatialDropout2D: ['rate'],
  SpatialDropout3D: ['rate'],
  GaussianNoise: ['stddev'],
  Activation: ['activation'],
  Reshape: ['target_shape'],
  Permute: ['dims'],
  RepeatVector: ['n'],
  Rescaling: ['scale'],
  Bidirectional: ['layer'],
  TimeDistributed: ['layer'],
}
const silent = new Set(['name', 'dtype', 'build_config', 'data_format', 'backward_layer'])

/** The arguments that Keras has to be told: those without a default, and those that differ from it. */
function settings(kind: string, config: Config): string[] {
  const usual = layerConfig(kind, '')
  const told = demandedByKeras[kind] ?? []
  const given = Object.entries(config).filter(([key, value]) => {
    if (silent.has(key) || told.includes(key)) return false
    return plain(value) !== plain(usual[key])
  })
  return [
    ...told.map((key) => `${key}=${python(config[key] ?? usual[key])}`),
    ...given.map(([key, value]) => `${key}=${python(value)}`),
  ]
}

/** Python's keywords, and what the code itself names. */
const reserved = new Set(
  `keras model input sum all False None True and as assert async await break class continue def del elif else except
  finally for from global if import in is lambda nonlocal not or pass raise return try while with yield`.split(
    /\s+/,
  ),
)

/** A name that Python takes for a variable, and that no other layer has. */
function variables(layers: KerasLayer[]): Map<string, string> {
  const taken = new Set(reserved)
  return new Map(
    layers.map(({ name }) => {
      const base = name.replace(/\W/g, '_').replace(/^(?=\d)/, '_')
      let free = base
      for (let count = 1; taken.has(free); count += 1) free = `${base}_${count}`
      taken.add(free)
      return [name, free]
    }),
  )
}

/** An op is called as a function: `Cumsum` is `keras.ops.cumsum`. */
const isOp = ({ class_name }: KerasLayer) => moduleOf(class_name) !== 'keras.layers'
const opName = (kind: string) => kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()

/** The same model as Python for Keras 3's functional API, layer by layer in an order in which each finds what it takes. */
export function kerasCode(document: ModelDocument): string {
  const { layers, input_layers, output_layers, name } = document.keras.config
  const names = variables(layers)
  const done = new Set<string>()
  const lines = ['import keras', '']
  const shared = layers.filter((layer) => layer.inbound_nodes.length > 1)
  const at = ({ layer, call }: Reference) =>
    `${names.get(layer)}${shared.some((one) => one.name === layer) ? `_${call}` : ''}`
  const make = (layer: KerasLayer) =>
    `keras.layers.${layer.class_name}(${[...settings(layer.class_name, layer.config), `name=${python(layer.name)}`].join(', ')})`
  for (const layer of shared.filter((one) => !isOp(one)))
    lines.push(`${names.get(layer.name)} = ${make(layer)}`)
  const waiting = layers.flatMap((layer) =>
    Array.from({ length: Math.max(1, layer.inbound_nodes.length) }, (_, call) => ({ layer, call })),
  )
  while (waiting.length > 0) {
    const ready = ({ layer, call }: (typeof waiting)[number]) =>
      (callsOf(layer)[call] ?? []).every((source) => done.has(`${source.layer} ${source.call}`))
    const [next] = waiting.splice(Math.max(0, waiting.findIndex(ready)), 1)
    if (!next) break
    const { layer, call } = next
    done.add(`${layer.name} ${call}`)
    lines.push(line(layer, call))
  }

  function line(layer: KerasLayer, call: number): string {
    const variable = at({ layer: layer.name, call, output: 0 })
    if (layer.class_name === 'InputLayer') {
      const shape = (layer.config.batch_shape as unknown[] | undefined)?.slice(1) ?? []
      return `${variable} = keras.Input(shape=${python(shape)}, name=${python(layer.name)})`
    }
    const node = layer.inbound_nodes[call]
    const taken = (callsOf(layer)[call] ?? []).map(at)
    if (!node || taken.length === 0) return `# ${layer.name} (${layer.class_name}) has no input yet`
    const listed = Array.isArray(node.args[0])
    const roles = catalogue[layer.class_name]?.separate ? attentionRoles(node) : []
    const named = taken.map((source, place) =>
      !roles[place] || ['query', 'value', 'key'][place] === roles[place]
        ? source
        : `${roles[place]}=${source}`,
    )
    const switches = Object.entries(node.kwargs)
      .filter(([, value]) => typeof value === 'boolean')
      .map(([key, value]) => `${key}=${python(value)}`)
    if (isOp(layer)) {
      const told = settings(layer.class_name, layer.config)
      return `${variable} = keras.ops.${opName(layer.class_name)}(${[...taken, ...told].join(', ')})`
    }
    const maker = shared.includes(layer) ? names.get(layer.name) : make(layer)
    const given = listed ? [`[${taken.join(', ')}]`] : named
    return `${variable} = ${maker}(${[...given, ...switches].join(', ')})`
  }

  const list = (references: unknown) => {
    const found = referencesOf(references).map(at)
    return found.length === 1 ? found[0] : `[${found.join(', ')}]`
  }
  lines.push(
    '',
    `model = keras.Model(${list(input_layers)}, ${list(output_layers)}, name=${python(name)})`,
    'model.summary()',
  )
  return `${lines.join('\n')}\n`
}
