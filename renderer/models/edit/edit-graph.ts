import type { Edge } from '../../../contract/graph/infer-shapes.ts'
import { callsOf, referencesOf } from '../../../contract/graph/layer-calls.ts'
import { catalogue } from '../../../contract/layers/catalogue.ts'
import { layerConfig, moduleOf } from '../../../contract/layers/keras-defaults.ts'
import type { KerasLayer, KerasTensor, ModelDocument } from '../../../contract/model/model.ts'
import { tensorOf } from '../../../contract/templates/chain-layers.ts'
import { takeBesides } from './separate-inputs.ts'
import { changeTensors, dropTensors, layersOf, type Ref, settle, withConfig } from './settle-graph.ts'

export interface Point {
  x: number
  y: number
}

/** Which connection: which call of which two layers. */
export type EdgeKey = Pick<Edge, 'from' | 'to' | 'fromCall' | 'toCall'>

/** `dense`, then `dense_1`, as Keras names its layers. */
export function freeName(taken: Iterable<string>, wanted: string): string {
  const names = new Set(taken)
  const base = wanted.replace(/_\d+$/, '')
  let name = names.has(wanted) ? base : wanted
  for (let count = 1; names.has(name); count += 1) name = `${base}_${count}`
  return name
}

const namesOf = (document: ModelDocument) => layersOf(document).map(({ name }) => name)

/** Keras's own snake case: `MaxPooling2D` is `max_pooling2d`. */
const baseName = (kind: string) =>
  kind === 'InputLayer'
    ? 'input'
    : kind
        .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase()

/** Adds a layer at a place, fed by `after` where one is given. */
export function addLayer(
  document: ModelDocument,
  kind: string,
  at: Point,
  after: string | null,
  settings: Record<string, unknown> = {},
): { document: ModelDocument; name: string } {
  const name = freeName(namesOf(document), baseName(kind))
  const layer: KerasLayer = {
    module: moduleOf(kind),
    class_name: kind,
    config: layerConfig(kind, name, settings),
    registered_name: null,
    name,
    inbound_nodes: [],
  }
  const positions = { ...document.canvas.positions, [name]: at }
  const added = settle(document, [...layersOf(document), layer], positions)
  return { document: after === null ? added : connectLayers(added, after, name), name }
}

/**
 * Feeds `to` with `from`. A layer of one input swaps what fed it before; one that joins takes it besides; a shared layer is
 * called once more.
 */
export function connectLayers(
  document: ModelDocument,
  from: string,
  to: string,
  fromCall = 0,
): ModelDocument {
  const tensor = tensorOf(from, [null], fromCall)
  return settle(
    document,
    layersOf(document).map((layer) => {
      if (layer.name !== to || layer.class_name === 'InputLayer' || from === to) return layer
      if (callsOf(layer).some((call) => call.some((one) => one.layer === from && one.call === fromCall)))
        return layer
      const [first, ...others] = layer.inbound_nodes
      const { merges: joins, separate } = catalogue[layer.class_name] ?? {}
      const lone = joins && !separate ? [tensor] : tensor
      if (!first) return { ...layer, inbound_nodes: [{ args: [lone], kwargs: {} }] }
      if (others.length > 0)
        return { ...layer, inbound_nodes: [...layer.inbound_nodes, { args: [tensor], kwargs: {} }] }
      if (!joins) return { ...layer, inbound_nodes: [{ ...first, args: [tensor] }] }
      if (separate) return { ...layer, inbound_nodes: [takeBesides(first, tensor)] }
      const [list] = first.args
      const args = Array.isArray(list) ? [[...list, tensor]] : [...first.args, tensor]
      return { ...layer, inbound_nodes: [{ ...first, args }] }
    }),
  )
}

/** Takes connections away. */
export function disconnectLayers(document: ModelDocument, edges: EdgeKey[]): ModelDocument {
  const cut = (tensor: KerasTensor, layer: KerasLayer, call: number) =>
    edges.some(
      ({ from, to, fromCall, toCall }) =>
        to === layer.name &&
        toCall === call &&
        tensor.config.keras_history[0] === from &&
        tensor.config.keras_history[1] === fromCall,
    )
  return settle(document, dropTensors(layersOf(document), cut))
}

/** Puts a new layer into a connection, halfway between the two that it joined. */
export function insertLayer(
  document: ModelDocument,
  kind: string,
  edge: EdgeKey,
  settings: Record<string, unknown> = {},
): { document: ModelDocument; name: string } {
  const { positions } = document.canvas
  const above = positions[edge.from] ?? { x: 0, y: 0 }
  const below = positions[edge.to] ?? above
  const middle = { x: (above.x + below.x) / 2, y: (above.y + below.y) / 2 }
  const added = addLayer(document, kind, middle, null, settings)
  const fed = connectLayers(added.document, edge.from, added.name, edge.fromCall)
  const layers = changeTensors(layersOf(fed), (tensor, layer, call) => {
    const [name, fromCall] = tensor.config.keras_history
    const here =
      layer.name === edge.to && call === edge.toCall && name === edge.from && fromCall === edge.fromCall
    return here ? tensorOf(added.name) : tensor
  })
  return { document: settle(fed, layers, makeRoom(fed, added.name, edge)), name: added.name }
}

/** Moves what stands below a new layer down, where there is no room for it. */
function makeRoom(document: ModelDocument, name: string, edge: EdgeKey): Record<string, Point> {
  const { positions } = document.canvas
  const step = 112
  const above = positions[edge.from] ?? { x: 0, y: 0 }
  const below = positions[edge.to] ?? above
  if (Math.abs(below.y - above.y) >= 2 * step) return positions
  const moved = Object.entries(positions).map(([other, point]): [string, Point] => {
    if (other === name) return [other, { x: point.x, y: above.y + step }]
    const lower = other !== edge.from && point.y > above.y
    return [other, lower ? { x: point.x, y: point.y + step } : point]
  })
  return Object.fromEntries(moved)
}

/** Takes layers away, and the connections that they had. */
export function removeLayers(document: ModelDocument, names: string[]): ModelDocument {
  const gone = new Set(names)
  const kept = layersOf(document).filter(({ name }) => !gone.has(name))
  const positions = Object.fromEntries(
    Object.entries(document.canvas.positions).filter(([name]) => !gone.has(name)),
  )
  return settle(
    document,
    dropTensors(kept, (tensor) => gone.has(tensor.config.keras_history[0])),
    positions,
  )
}

/** Changes one setting of a layer. */
export function setSetting(
  document: ModelDocument,
  name: string,
  key: string,
  value: unknown,
): ModelDocument {
  return settle(
    document,
    layersOf(document).map((layer) =>
      layer.name === name ? { ...layer, config: { ...layer.config, [key]: value } } : layer,
    ),
  )
}

/** Changes one setting of the layer that a Bidirectional reads both ways, or what kind of layer that is. */
export function setInner(
  document: ModelDocument,
  name: string,
  change: { key: string; value: unknown } | { kind: string },
): ModelDocument {
  const inner = (layer: KerasLayer, part: 'layer' | 'backward_layer') => {
    const now = layer.config[part] as { class_name: string; config: Record<string, unknown> } | undefined
    if (!now) return {}
    if ('key' in change) return { [part]: { ...now, config: { ...now.config, [change.key]: change.value } } }
    const { units, return_sequences } = now.config
    const kept = { units, return_sequences, go_backwards: part === 'backward_layer' }
    const config = layerConfig(change.kind, String(now.config.name), kept)
    return { [part]: { ...now, class_name: change.kind, config } }
  }
  return settle(
    document,
    layersOf(document).map((layer) =>
      layer.name === name
        ? {
            ...layer,
            config: { ...layer.config, ...inner(layer, 'layer'), ...inner(layer, 'backward_layer') },
          }
        : layer,
    ),
  )
}

/** Gives a layer another name, here and wherever it is referred to; a name that is taken changes nothing. */
export function renameLayer(document: ModelDocument, from: string, to: string): ModelDocument {
  if (!to || from === to || namesOf(document).includes(to)) return document
  const swap = (name: string) => (name === from ? to : name)
  const layers = changeTensors(layersOf(document), (tensor) => {
    const [name, call, output] = tensor.config.keras_history
    return { ...tensor, config: { ...tensor.config, keras_history: [swap(name), call, output] } }
  }).map((layer) =>
    layer.name === from ? { ...layer, name: to, config: { ...layer.config, name: to } } : layer,
  )
  const refs = (list: unknown) =>
    referencesOf(list).map(({ layer, call, output }): Ref => [swap(layer), call, output])
  const { config } = document.keras
  const renamed = withConfig(document, {
    layers,
    input_layers: refs(config.input_layers),
    output_layers: refs(config.output_layers),
  })
  const positions = Object.fromEntries(
    Object.entries(document.canvas.positions).map(([name, point]) => [swap(name), point]),
  )
  return { ...renamed, canvas: { ...document.canvas, positions } }
}

/** Moves layers on the canvas. */
export function moveLayers(document: ModelDocument, places: Record<string, Point>): ModelDocument {
  return {
    ...document,
    canvas: { ...document.canvas, positions: { ...document.canvas.positions, ...places } },
  }
}
