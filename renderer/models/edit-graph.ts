import { tensorOf } from '../../contract/chain-layers.ts'
import { inferShapes } from '../../contract/graph/infer-shapes.ts'
import { sourcesOf } from '../../contract/graph/layer-calls.ts'
import { layerConfig } from '../../contract/keras-defaults.ts'
import { catalogue } from '../../contract/layers/catalogue.ts'
import type { KerasLayer, ModelDocument } from '../../contract/model.ts'

export interface Point {
  x: number
  y: number
}

/** Puts changed layers back, and says anew which are inputs and outputs and which shapes flow. */
function settle(
  document: ModelDocument,
  layers: KerasLayer[],
  positions = document.canvas.positions,
): ModelDocument {
  const draft = { ...document, keras: { ...document.keras, config: { ...document.keras.config, layers } } }
  const { shapes } = inferShapes(draft)
  const used = new Set(layers.flatMap(sourcesOf))
  const ref = ({ name }: KerasLayer): [string, number, number] => [name, 0, 0]
  const config = {
    ...draft.keras.config,
    layers: layers.map((layer) => withSources(layer, sourcesOf(layer), shapes)),
    input_layers: layers.filter((layer) => layer.class_name === 'InputLayer').map(ref),
    output_layers: layers.filter((layer) => !used.has(layer.name)).map(ref),
  }
  return { ...draft, keras: { ...draft.keras, config }, canvas: { positions } }
}

function withSources(
  layer: KerasLayer,
  sources: string[],
  shapes: Record<string, (number | null)[] | null> = {},
): KerasLayer {
  const tensors = sources.map((source) => tensorOf(source, shapes[source] ?? [null]))
  const first = catalogue[layer.class_name]?.merges ? tensors : tensors[0]
  const kwargs = layer.inbound_nodes[0]?.kwargs ?? {}
  return {
    ...layer,
    inbound_nodes: first === undefined || sources.length === 0 ? [] : [{ args: [first], kwargs }],
  }
}

const layersOf = (document: ModelDocument) => document.keras.config.layers

/** `dense`, then `dense_1`, as Keras names its layers. */
function freeName(document: ModelDocument, kind: string): string {
  const base = kind.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
  const taken = new Set(layersOf(document).map(({ name }) => name))
  let name = base
  for (let count = 1; taken.has(name); count += 1) name = `${base}_${count}`
  return name
}

/** Adds a layer at a place, fed by `after` where one is given. */
export function addLayer(
  document: ModelDocument,
  kind: string,
  at: Point,
  after: string | null,
): { document: ModelDocument; name: string } {
  const name = freeName(document, kind)
  const layer: KerasLayer = {
    module: 'keras.layers',
    class_name: kind,
    config: layerConfig(kind, name),
    registered_name: null,
    name,
    inbound_nodes: [],
  }
  const placed = kind === 'InputLayer' || after === null ? layer : withSources(layer, [after])
  const positions = { ...document.canvas.positions, [name]: at }
  return { document: settle(document, [...layersOf(document), placed], positions), name }
}

/** Feeds `to` with `from`; a layer of one input swaps what fed it before. */
export function connectLayers(document: ModelDocument, from: string, to: string): ModelDocument {
  return settle(
    document,
    layersOf(document).map((layer) => {
      if (layer.name !== to || layer.class_name === 'InputLayer') return layer
      const before = catalogue[layer.class_name]?.merges ? sourcesOf(layer) : []
      return before.includes(from) ? layer : withSources(layer, [...before, from])
    }),
  )
}

/** Takes connections away. */
export function disconnectLayers(
  document: ModelDocument,
  edges: { source: string; target: string }[],
): ModelDocument {
  const cut = (from: string, to: string) => edges.some((edge) => edge.source === from && edge.target === to)
  return settle(
    document,
    layersOf(document).map((layer) =>
      withSources(
        layer,
        sourcesOf(layer).filter((source) => !cut(source, layer.name)),
      ),
    ),
  )
}

/** Takes layers away, and the connections that they had. */
export function removeLayers(document: ModelDocument, names: string[]): ModelDocument {
  const kept = layersOf(document).filter(({ name }) => !names.includes(name))
  const layers = kept.map((layer) =>
    withSources(
      layer,
      sourcesOf(layer).filter((source) => !names.includes(source)),
    ),
  )
  const positions = Object.fromEntries(
    Object.entries(document.canvas.positions).filter(([name]) => !names.includes(name)),
  )
  return settle(document, layers, positions)
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

/** Moves layers on the canvas. */
export function moveLayers(document: ModelDocument, places: Record<string, Point>): ModelDocument {
  return { ...document, canvas: { positions: { ...document.canvas.positions, ...places } } }
}
