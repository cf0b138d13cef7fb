import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { callsOf, mapTensors, referencesOf } from '../../../contract/graph/layer-calls.ts'
import type { KerasLayer, KerasTensor, ModelDocument } from '../../../contract/model/model.ts'
import { separateInputs } from './separate-inputs.ts'

type Call = KerasLayer['inbound_nodes'][number]
export type Ref = [string, number, number]

/** The layers of a model in the order in which Keras writes them. */
export const layersOf = (document: ModelDocument) => document.keras.config.layers

const callCount = (layer: KerasLayer) => Math.max(1, layer.inbound_nodes.length)

/** The outputs of calls that no layer takes. */
function unused(layers: KerasLayer[]): Set<string> {
  const free = new Set(
    layers.flatMap((layer) => Array.from({ length: callCount(layer) }, (_, call) => `${layer.name} ${call}`)),
  )
  for (const { layer, call } of layers.flatMap((one) => callsOf(one).flat())) free.delete(`${layer} ${call}`)
  return free
}

/**
 * Puts changed layers back, and says anew which are inputs and outputs and which shapes flow. Inputs and outputs keep their
 * order, and an output that a layer takes as well stays one if it was so before.
 */
export function settle(
  document: ModelDocument,
  changed: KerasLayer[],
  positions = document.canvas.positions,
): ModelDocument {
  const layers = separateInputs(changed)
  const { config } = document.keras
  const there = new Map(layers.map((layer) => [layer.name, layer]))
  const inputs = layers
    .filter((layer) => layer.class_name === 'InputLayer')
    .map((layer): Ref => [layer.name, 0, 0])
  const free = unused(layers)
  const wasFree = unused(config.layers)
  const keyOf = ([name, call]: Ref) => `${name} ${call}`
  const kept = referencesOf(config.output_layers)
    .map(({ layer, call, output }): Ref => [layer, call, output])
    .filter((ref) => {
      const layer = there.get(ref[0])
      return layer && ref[1] < callCount(layer) && (free.has(keyOf(ref)) || !wasFree.has(keyOf(ref)))
    })
  const listed = new Set(kept.map(keyOf))
  const fresh = [...free]
    .filter((key) => !listed.has(key))
    .map((key): Ref => {
      const at = key.lastIndexOf(' ')
      return [key.slice(0, at), Number(key.slice(at + 1)), 0]
    })
  const order = referencesOf(config.input_layers).map(({ layer }) => layer)
  const place = (ref: Ref) => (order.includes(ref[0]) ? order.indexOf(ref[0]) : order.length)
  const draft = withConfig(document, {
    layers,
    input_layers: inputs.toSorted((a, b) => place(a) - place(b)),
    output_layers: [...kept, ...fresh],
  })
  return withShapes({ ...draft, canvas: { ...document.canvas, positions } })
}

/** The document with some parts of its config replaced. */
export function withConfig(
  document: ModelDocument,
  part: Partial<ModelDocument['keras']['config']>,
): ModelDocument {
  const { keras } = document
  return { ...document, keras: { ...keras, config: { ...keras.config, ...part } } }
}

/** Each reference says the shape of what it refers to, for those who read the file. */
function withShapes(document: ModelDocument): ModelDocument {
  const { calls } = inferShapes(document)
  const layers = changeTensors(layersOf(document), (tensor) => {
    const [name, call] = tensor.config.keras_history
    const shape = calls[name]?.[call] ?? [null]
    return shape.join() === tensor.config.shape.join()
      ? tensor
      : { ...tensor, config: { ...tensor.config, shape } }
  })
  return withConfig(document, { layers })
}

/** Changes every reference of every call. */
export function changeTensors(
  layers: KerasLayer[],
  change: (tensor: KerasTensor, layer: KerasLayer, call: number) => KerasTensor | null,
): KerasLayer[] {
  return layers.map((layer) => ({
    ...layer,
    inbound_nodes: layer.inbound_nodes.map(
      (node, call): Call => ({
        args: mapTensors(node.args, (tensor) => change(tensor, layer, call)) as Call['args'],
        kwargs: mapTensors(node.kwargs, (tensor) => change(tensor, layer, call)) as Call['kwargs'],
      }),
    ),
  }))
}

/**
 * Takes references away, then the calls that were left without one, then what referred to those calls. A layer that loses
 * its last call stays where it is, and what takes its output goes on taking it.
 */
export function dropTensors(
  layers: KerasLayer[],
  gone: (tensor: KerasTensor, layer: KerasLayer, call: number) => boolean,
): KerasLayer[] {
  const cut = changeTensors(layers, (tensor, layer, call) => (gone(tensor, layer, call) ? null : tensor))
  const places = new Map<string, (number | null)[]>()
  const kept = cut.map((layer) => {
    const full = callsOf(layer).map((sources) => sources.length > 0)
    if (full.every(Boolean)) return layer
    let next = 0
    const remain = full.some(Boolean)
    places.set(layer.name, remain ? full.map((has) => (has ? next++ : null)) : [0])
    return { ...layer, inbound_nodes: layer.inbound_nodes.filter((_, call) => full[call]) }
  })
  if (places.size === 0) return kept
  const moved = changeTensors(kept, (tensor) => {
    const [name, call, output] = tensor.config.keras_history
    const place = places.get(name)?.[call] ?? call
    return { ...tensor, config: { ...tensor.config, keras_history: [name, place, output] } }
  })
  const lost = (tensor: KerasTensor) => {
    const [name, call] = tensor.config.keras_history
    const place = places.get(name)
    return place !== undefined && (place.length <= call || place[call] === null)
  }
  // Asked of the references as they were, at the same places.
  const doomed = new Set<KerasTensor>()
  kept.forEach((layer, at) => {
    layer.inbound_nodes.forEach((node, call) => {
      const after = tensorsOf(moved[at]?.inbound_nodes[call])
      tensorsOf(node).forEach((tensor, index) => {
        if (lost(tensor) && after[index]) doomed.add(after[index])
      })
    })
  })
  return doomed.size > 0 ? dropTensors(moved, (tensor) => doomed.has(tensor)) : moved
}

function tensorsOf(node: Call | undefined): KerasTensor[] {
  const found: KerasTensor[] = []
  mapTensors([node?.args, node?.kwargs], (tensor) => {
    found.push(tensor)
    return tensor
  })
  return found
}
