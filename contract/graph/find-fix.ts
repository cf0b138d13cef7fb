import { type Config, numberOf, type Shape } from '../layers/layer-kind.ts'
import type { ModelDocument } from '../model/model.ts'
import type { Edge, GraphFault, GraphShapes } from './infer-shapes.ts'

/** What would mend a fault: a layer put into the edge, a setting of the layer, or an edge that is missing. */
export type Fix =
  | { kind: 'insert'; edge: Edge; layer: string; settings: Config }
  | { kind: 'set'; layer: string; name: string; value: unknown }
  | { kind: 'connect'; from: string; to: string }

const whole = (sizes: Shape): sizes is number[] => sizes.every((size) => typeof size === 'number')

/** The one act that mends a fault, where there is one that does so for sure; null else. */
export function findFix(document: ModelDocument, graph: GraphShapes, fault: GraphFault): Fix | null {
  const edge = graph.edges.find(({ from, to }) => to === fault.to && from === fault.from)
  const layer = document.keras.config.layers.find(({ name }) => name === fault.to)
  if (!layer) return null
  const set = (name: string, value: unknown): Fix => ({ kind: 'set', layer: layer.name, name, value })
  switch (fault.code) {
    case 'model.rank': {
      const inserted =
        edge?.shape && bringToRank(edge.shape, Number(fault.values.wanted), sourceKind(document, edge.from))
      return inserted && edge ? { kind: 'insert', edge, ...inserted } : null
    }
    case 'model.shapes-differ':
      return projection(graph, fault, edge)
    case 'model.window-too-large':
      return set('padding', 'same')
    case 'model.groups':
      return set('groups', fault.values.best)
    case 'model.strides-dilation':
      return set('dilation_rate', 1)
    case 'model.output-padding':
      return set('output_padding', null)
    case 'model.axis':
    case 'model.axis-missing':
      return set('axis', -1)
    case 'model.reshape':
      return set('target_shape', [-1])
    case 'model.unconnected':
      return nearestAbove(document, graph, fault.to)
    default:
      return null
  }
}

const sourceKind = (document: ModelDocument, name: string) =>
  document.keras.config.layers.find((layer) => layer.name === name)?.class_name

const reshape = (target: number[]) => ({ layer: 'Reshape', settings: { target_shape: target } })

/** What makes a tensor of `wanted` sizes (batch included) of a shape. */
function bringToRank(shape: Shape, wanted: number, source: string | undefined) {
  const sizes = shape.slice(1)
  if (shape.length > wanted && wanted === 2) return { layer: 'Flatten', settings: {} }
  if (!whole(sizes)) return null
  // Numbers of words, which a sequence layer reads as vectors.
  if (shape.length === 2 && wanted === 3 && source === 'InputLayer')
    return { layer: 'Embedding', settings: {} }
  if (shape.length === wanted - 1) return reshape([...sizes, 1])
  if (shape.length === 4 && wanted === 3) return reshape([sizes[0] ?? 1, (sizes[1] ?? 1) * (sizes[2] ?? 1)])
  const side = Math.sqrt(sizes[0] ?? 0)
  if (shape.length === 2 && wanted === 4 && Number.isInteger(side)) return reshape([side, side, 1])
  return null
}

/** Where only the last sizes differ: a Dense, or for pictures a Conv2D of 1x1, as in a residual block. */
function projection(graph: GraphShapes, fault: GraphFault, edge: Edge | undefined): Fix | null {
  const first = graph.edges.find(({ to }) => to === fault.to)?.shape
  const shape = edge?.shape
  if (!edge || !first || !shape || first.length !== shape.length) return null
  const same = shape.slice(0, -1).every((size, axis) => size === first[axis])
  const size = first.at(-1)
  if (!same || typeof size !== 'number') return null
  const picture = shape.length === 4
  return {
    kind: 'insert',
    edge,
    layer: picture ? 'Conv2D' : 'Dense',
    settings: picture ? { filters: size, kernel_size: [1, 1] } : { units: size },
  }
}

/** The layer closest above on the canvas that nothing takes from yet. */
function nearestAbove(document: ModelDocument, graph: GraphShapes, name: string): Fix | null {
  const { positions } = document.canvas
  const here = positions[name]
  if (!here) return null
  const taken = new Set(graph.edges.map(({ from }) => from))
  const above = document.keras.config.layers
    .filter(
      (layer) => layer.name !== name && !taken.has(layer.name) && (positions[layer.name]?.y ?? 0) < here.y,
    )
    .map((layer) => {
      const at = positions[layer.name] ?? here
      return { name: layer.name, far: Math.hypot(numberOf({ ...at }, 'x') - here.x, at.y - here.y) }
    })
    .toSorted((a, b) => a.far - b.far)
  return above[0] ? { kind: 'connect', from: above[0].name, to: name } : null
}
