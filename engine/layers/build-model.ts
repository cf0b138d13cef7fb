import type { LayersModel, layers, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { KerasLayer, KerasModel, KerasTensor } from '../../contract/model.ts'
import { activation, activationName } from './activations.ts'
import { batchNormalization } from './batch-normalization.ts'
import { bidirectional } from './bidirectional.ts'
import { conv2d } from './conv2d.ts'
import { dense } from './dense.ts'
import { dropout } from './dropout.ts'
import { embedding } from './embedding.ts'
import { recurrent } from './recurrent.ts'
import { type BuildContext, firstOf, layerSettings, set, settled } from './settings.ts'

type Layer = layers.Layer
type Make = (context: BuildContext, name: string, config: Record<string, unknown>) => Layer

/** A layer of tfjs, where that is right and quick. */
const builtIn =
  (name: string): Make =>
  (context, layer, config) =>
    (context.tf.layers as unknown as Record<string, (settings: unknown) => Layer>)[name]?.(
      layerSettings(context, layer, set(config)),
    ) as Layer

/** How each Keras layer is made. A layer that is not here cannot be trained. */
const makers: Record<string, Make> = {
  Dense: dense,
  Conv2D: (context, name, config) =>
    conv2d(context, name, config) ?? builtIn('conv2d')(context, name, config),
  MaxPooling2D: builtIn('maxPooling2d'),
  AveragePooling2D: builtIn('averagePooling2d'),
  GlobalAveragePooling2D: builtIn('globalAveragePooling2d'),
  Flatten: builtIn('flatten'),
  BatchNormalization: (context, name, config) =>
    batchNormalization(context, name, config) ?? builtIn('batchNormalization')(context, name, config),
  Activation: activated,
  Reshape: builtIn('reshape'),
  Add: builtIn('add'),
  Concatenate: builtIn('concatenate'),
  Embedding: embedding,
  LSTM: (context, name, config) => recurrent(context, 'LSTM', name, config),
  GRU: (context, name, config) => recurrent(context, 'GRU', name, config),
  SimpleRNN: (context, name, config) => recurrent(context, 'SimpleRNN', name, config),
  Dropout: dropout,
  Bidirectional: twoWays,
}

/** `keras.layers.Activation`. */
function activated({ tf }: BuildContext, name: string, config: Record<string, unknown>): Layer {
  const activate = activation(tf, name, settled('Activation', name, config).activation)
  class Activation extends tf.layers.Layer {
    static className = 'LatheActivation'
    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => activate(firstOf(inputs)).clone())
    }
    override computeOutputShape(shape: number[]) {
      return shape
    }
  }
  const layer = new Activation({ name })
  layer.supportsMasking = true
  return layer
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
  const outputs: Outputs = new Map()
  // Keras writes down how a mask is made, too; here the layers pass it on by themselves.
  const waiting = keras.config.layers
    .filter((layer) => layer.class_name !== 'NotEqual')
    .map((layer) => ({ layer, apply: caller(context, layer), calls: layer.inbound_nodes }))
  while (waiting.length > 0) {
    // A shared layer may take what one of its own calls gave, so that it is the calls that wait, not the layers.
    const ready = ({ calls }: (typeof waiting)[number]) =>
      calls[0] === undefined || tensorsOf(calls[0].args).every((tensor) => outputAt(outputs, tensor))
    const index = waiting.findIndex(ready)
    const next = waiting[index]
    if (!next) throw new Fault('engine.graph-broken', { layer: waiting[0]?.layer.name ?? '' })
    const [call, ...later] = next.calls
    const made = outputs.get(next.layer.name) ?? []
    outputs.set(next.layer.name, made)
    made.push(call ? next.apply(call, outputs) : inputOf(context, next.layer))
    if (later.length > 0) next.calls = later
    else waiting.splice(index, 1)
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

type Call = KerasLayer['inbound_nodes'][number]
type Outputs = Map<string, SymbolicTensor[]>

const outputAt = (outputs: Outputs, { config }: KerasTensor): SymbolicTensor | undefined =>
  outputs.get(config.keras_history[0])?.[config.keras_history[1]]

/** Makes a layer at its first call, and calls that same one again for each call after it. */
function caller(context: BuildContext, layer: KerasLayer): (call: Call, outputs: Outputs) => SymbolicTensor {
  let live: Layer | undefined
  return ({ args }, outputs) => {
    if (!live) {
      live = makeLayer(context, layer.class_name, layer.name, layer.config)
      live.trainable = layer.config.trainable !== false
    }
    const inputs = tensorsOf(args).map((tensor) => outputAt(outputs, tensor) as SymbolicTensor)
    const alone = inputs.length === 1 && !Array.isArray(args[0])
    return live.apply(alone ? (inputs[0] as SymbolicTensor) : inputs) as SymbolicTensor
  }
}

const sourcesOf = (layer: KerasLayer) =>
  layer.inbound_nodes.flatMap((node) => tensorsOf(node.args).map((tensor) => tensor.config.keras_history[0]))

function tensorsOf(args: Call['args']): KerasTensor[] {
  return args
    .flat()
    .filter((value): value is KerasTensor => (value as KerasTensor | null)?.class_name === '__keras_tensor__')
}

/** A model that ends in logits, and the function that turns them into what the model gives. */
export interface Trainable {
  model: LayersModel
  activation: 'softmax' | 'sigmoid' | 'linear'
}

/**
 * The model without the softmax or sigmoid it ends in: a loss is exact and cheap from the logits, where from probabilities
 * it has to cut them off near 0 and 1. Keras does the same when it finds such an op before its loss.
 */
export function buildTrainable(context: BuildContext, keras: KerasModel): Trainable {
  const [[name]] = asList(keras.config.output_layers) as [[string, number, number]]
  const last = keras.config.layers.find((layer) => layer.name === name)
  const ends =
    last && (last.class_name === 'Dense' || last.class_name === 'Activation')
      ? activationName(last.config.activation)
      : ''
  const used = keras.config.layers.some((layer) => sourcesOf(layer).includes(name))
  if ((ends !== 'softmax' && ends !== 'sigmoid') || used || asList(keras.config.output_layers).length > 1)
    return { model: buildModel(context, keras), activation: 'linear' }
  const layers = keras.config.layers.map((layer) =>
    layer === last ? { ...layer, config: { ...layer.config, activation: 'linear' } } : layer,
  )
  return {
    model: buildModel(context, { ...keras, config: { ...keras.config, layers } }),
    activation: ends,
  }
}
