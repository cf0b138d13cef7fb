import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { KerasLayer, KerasModel, KerasTensor } from '../../contract/model.ts'
import { bidirectional } from './bidirectional.ts'
import { dropout } from './dropout.ts'
import { gru } from './gru.ts'
import { type BuildContext, layerSettings, set, usualInitializers } from './settings.ts'

type Layer = layers.Layer
type Make = (context: BuildContext, name: string, config: Record<string, unknown>) => Layer

const builtIn =
  (name: string): Make =>
  (context, layer, config) =>
    (context.tf.layers as unknown as Record<string, (settings: unknown) => Layer>)[name]?.(
      layerSettings(context, layer, { ...usualInitializers[name], ...set(config) }),
    ) as Layer

/** How each Keras layer is made. A layer that is not here cannot be trained. */
const makers: Record<string, Make> = {
  Dense: builtIn('dense'),
  Conv2D: builtIn('conv2d'),
  MaxPooling2D: builtIn('maxPooling2d'),
  AveragePooling2D: builtIn('averagePooling2d'),
  GlobalAveragePooling2D: builtIn('globalAveragePooling2d'),
  Flatten: builtIn('flatten'),
  BatchNormalization: builtIn('batchNormalization'),
  Activation: builtIn('activation'),
  Reshape: builtIn('reshape'),
  Add: builtIn('add'),
  Concatenate: builtIn('concatenate'),
  Embedding: builtIn('embedding'),
  LSTM: builtIn('lstm'),
  SimpleRNN: builtIn('simpleRNN'),
  Dropout: dropout,
  GRU: gru,
  Bidirectional: twoWays,
}

function twoWays(context: BuildContext, name: string, config: Record<string, unknown>): Layer {
  const inner = config.layer as { class_name: string; config: Record<string, unknown> }
  const make = (direction: string, backwards: boolean) =>
    makeLayer(context, inner.class_name, `${name}/${direction}_${inner.config.name as string}`, {
      ...inner.config,
      go_backwards: backwards,
    })
  const backwards = inner.config.go_backwards === true
  return bidirectional(
    context,
    name,
    config.merge_mode === undefined ? 'concat' : config.merge_mode,
    [make('forward', backwards), make('backward', !backwards)],
    inner.config.return_sequences === true,
  )
}

function makeLayer(
  context: BuildContext,
  kind: string,
  name: string,
  config: Record<string, unknown>,
): Layer {
  const make = makers[kind]
  if (!make) throw new Fault('engine.layer-unsupported', { layer: name, kind })
  return make(context, name, config)
}

/**
 * Builds the live model of a Keras functional config, its weights drawn from the run's seed.
 * @throws Fault `engine.layer-unsupported` for a layer that is not in the list above
 */
export function buildModel(context: BuildContext, keras: KerasModel): LayersModel {
  const { tf } = context
  const outputs = new Map<string, SymbolicTensor[]>()
  const waiting = [...keras.config.layers]
  while (waiting.length > 0) {
    const index = waiting.findIndex((layer) => sourcesOf(layer).every((source) => outputs.has(source)))
    if (index < 0) throw new Fault('engine.graph-broken', { layer: waiting[0]?.name ?? '' })
    const [layer] = waiting.splice(index, 1) as [KerasLayer]
    outputs.set(
      layer.name,
      layer.class_name === 'InputLayer' ? [inputOf(context, layer)] : applyLayer(context, layer, outputs),
    )
  }
  const pick = (references: unknown) =>
    asList(references).map(([name, node]) => outputs.get(name)?.[node] as SymbolicTensor)
  return tf.model({
    inputs: pick(keras.config.input_layers),
    outputs: pick(keras.config.output_layers),
    name: keras.config.name,
  })
}

/** Keras writes a single input as one triple and several as a list of them. */
function asList(references: unknown): [string, number, number][] {
  const list = references as unknown[]
  return (typeof list[0] === 'string' ? [list] : list) as [string, number, number][]
}

function inputOf({ tf }: BuildContext, layer: KerasLayer): SymbolicTensor {
  const shape = (layer.config.batch_shape ?? layer.config.batch_input_shape) as (number | null)[]
  return tf.input({ shape: shape.slice(1), name: layer.name })
}

function applyLayer(context: BuildContext, layer: KerasLayer, outputs: Map<string, SymbolicTensor[]>) {
  const live = makeLayer(context, layer.class_name, layer.name, layer.config)
  live.trainable = layer.config.trainable !== false
  return layer.inbound_nodes.map((node) => {
    const inputs = tensorsOf(node.args).map(
      ({ config }) => outputs.get(config.keras_history[0])?.[config.keras_history[1]] as SymbolicTensor,
    )
    return live.apply(
      inputs.length === 1 && !Array.isArray(node.args[0]) ? (inputs[0] as SymbolicTensor) : inputs,
    ) as SymbolicTensor
  })
}

const sourcesOf = (layer: KerasLayer) =>
  layer.inbound_nodes.flatMap((node) => tensorsOf(node.args).map((tensor) => tensor.config.keras_history[0]))

function tensorsOf(args: KerasLayer['inbound_nodes'][number]['args']): KerasTensor[] {
  return args
    .flat()
    .filter((value): value is KerasTensor => (value as KerasTensor | null)?.class_name === '__keras_tensor__')
}
