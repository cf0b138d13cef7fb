import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import { attentionRoles, callsOf, referencesOf, sourcesOf } from '../../contract/graph/layer-calls.ts'
import type { KerasLayer, KerasModel } from '../../contract/model/model.ts'
import { graphModel, keyOf, type LayerCall, type Place } from './graph-model.ts'
import { makeLayer } from './make-layer.ts'
import { activityPenalty } from './noise-layers.ts'
import { activationName } from './settings/activations.ts'
import type { BuildContext } from './settings/settings.ts'

/** Builds the live model of a Keras functional config, its weights drawn from the run's seed. @throws Fault as `buildInParts` */
export const buildModel = (context: BuildContext, keras: KerasModel): LayersModel =>
  buildInParts(context, keras).model

/** A model, and the same layers as two models: one up to a layer, and one that is given what this layer gives. */
export interface InParts {
  model: LayersModel
  partAt(layer: string): { before: LayersModel; after: LayersModel }
}

/**
 * Builds a live model that can be parted.
 * @throws Fault `engine.layer-unsupported` for a layer that Lathe cannot train, `engine.graph-broken` for one without input
 */
function buildInParts(context: BuildContext, keras: KerasModel): InParts {
  const found = new Map<string, SymbolicTensor>()
  const calls: LayerCall[] = []
  const { layers } = keras.config
  for (const layer of layers)
    if (layer.class_name === 'InputLayer')
      found.set(keyOf({ layer: layer.name, call: 0 }), inputOf(context, layer))
  const waiting = layers.flatMap((layer) =>
    layer.class_name === 'InputLayer' ? [] : liveCalls(context, layer),
  )
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ sources }) => sources.every((place) => found.has(keyOf(place))))
    if (index < 0) throw new Fault('engine.graph-broken', { layer: waiting[0]?.name ?? '' })
    const [call] = waiting.splice(index, 1) as [LayerCall]
    const inputs = call.sources.map((place) => found.get(keyOf(place)) as SymbolicTensor)
    const output = call.layer.apply(inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs)
    found.set(keyOf({ layer: call.name, call: call.node }), output as SymbolicTensor)
    calls.push(call)
  }
  const { tf } = context
  const { name } = keras.config
  const graph = {
    inputs: referencesOf(keras.config.input_layers),
    outputs: referencesOf(keras.config.output_layers),
    symbolic: (place: Place) => found.get(keyOf(place)) as SymbolicTensor,
  }
  return {
    model: graphModel(tf, name, calls, graph),
    partAt(layer) {
      const border = { layer, call: 0 }
      const first = ancestorsOf(calls, layer)
      const isFirst = (call: LayerCall) => first.has(call.name)
      return {
        before: graphModel(tf, name, calls.filter(isFirst), { ...graph, outputs: [border] }),
        after: graphModel(
          tf,
          name,
          calls.filter((call) => !isFirst(call)),
          { ...graph, given: [border] },
        ),
      }
    },
  }
}

/** A layer and all whose outputs flow into it. */
function ancestorsOf(calls: LayerCall[], layer: string): Set<string> {
  const found = new Set([layer])
  // A call stands behind those it takes from.
  for (const { name, sources } of calls.toReversed())
    if (found.has(name)) for (const source of sources) found.add(source.layer)
  return found
}

function inputOf({ tf }: BuildContext, layer: KerasLayer): SymbolicTensor {
  const shape = (layer.config.batch_shape ?? layer.config.batch_input_shape) as (number | null)[]
  return tf.input({ shape: shape.slice(1), name: layer.name })
}

/** Makes a layer; gives its calls. */
function liveCalls(context: BuildContext, keras: KerasLayer): LayerCall[] {
  const { class_name, name, config, inbound_nodes } = keras
  const layer = makeLayer(context, class_name, name, config, callOf(keras))
  const penalty = activityPenalty(context, class_name, name, config)
  if (inbound_nodes.length === 0) throw new Fault('engine.graph-broken', { layer: name })
  return callsOf(keras).map((sources, node) => {
    const { args, kwargs } = inbound_nodes[node] as KerasLayer['inbound_nodes'][number]
    // An op of Keras may take a number where another tensor would be.
    const extra = args.find((value) => typeof value === 'number')
    if (extra !== undefined)
      throw new Fault('engine.setting-unsupported', {
        layer: name,
        setting: class_name,
        value: JSON.stringify(extra),
      })
    if (sources.length === 0) throw new Fault('engine.graph-broken', { layer: name })
    const { training } = kwargs
    return {
      layer,
      name,
      node,
      sources,
      penalty,
      training: typeof training === 'boolean' ? training : undefined,
    }
  })
}

/** What the calls of a layer have besides their tensors; for attention also which tensor is what. It is made once for all of them. */
function callOf({ class_name, name, inbound_nodes }: KerasLayer): Record<string, unknown> {
  const calls = inbound_nodes.map((node) =>
    class_name === 'MultiHeadAttention'
      ? { use_causal_mask: node.kwargs.use_causal_mask === true, roles: attentionRoles(node) }
      : node.kwargs,
  )
  const [first = {}] = calls
  if (
    class_name === 'MultiHeadAttention' &&
    calls.some((call) => JSON.stringify(call) !== JSON.stringify(first))
  )
    throw new Fault('engine.setting-unsupported', {
      layer: name,
      setting: 'calls',
      value: 'with other masks',
    })
  return first
}

/** A model that ends in logits, and the function that turns them into what the model gives. */
export interface Trainable extends InParts {
  activation: 'softmax' | 'sigmoid' | 'linear'
}

/**
 * The model without the softmax or sigmoid it ends in: a loss is exact and cheap from the logits, where from probabilities
 * it has to cut them off near 0 and 1. Keras does the same when it finds such an op before its loss.
 */
export function buildTrainable(context: BuildContext, keras: KerasModel): Trainable {
  const outputs = referencesOf(keras.config.output_layers)
  const name = outputs[0]?.layer ?? ''
  const last = keras.config.layers.find((layer) => layer.name === name)
  const ends =
    last && (last.class_name === 'Dense' || last.class_name === 'Activation')
      ? activationName(last.config.activation)
      : ''
  const used = keras.config.layers.some((layer) => sourcesOf(layer).includes(name))
  if ((ends !== 'softmax' && ends !== 'sigmoid') || used || outputs.length > 1)
    return { ...buildInParts(context, keras), activation: 'linear' }
  const layers = keras.config.layers.map((layer) =>
    layer === last ? { ...layer, config: { ...layer.config, activation: 'linear' } } : layer,
  )
  return {
    ...buildInParts(context, { ...keras, config: { ...keras.config, layers } }),
    activation: ends,
  }
}
