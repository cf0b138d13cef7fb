import type { FailureCode } from '../failure.ts'
import { catalogue } from '../layers/catalogue.ts'
import { type Shape, ShapeFault } from '../layers/layer-kind.ts'
import type { KerasLayer, ModelDocument } from '../model.ts'

/** What does not fit, at the edge `from` -> `to`; `from` is null where the layer itself is at fault. */
export interface GraphFault {
  code: FailureCode
  from: string | null
  to: string
  values: Record<string, string | number>
}

export interface Edge {
  from: string
  to: string
  /** What flows along it; null after a fault. */
  shape: Shape | null
}

export interface GraphShapes {
  /** What each layer gives; null where it cannot be known because of a fault. */
  shapes: Record<string, Shape | null>
  parameters: Record<string, number>
  total: number
  edges: Edge[]
  faults: GraphFault[]
}

/** The layers whose outputs a layer takes, in the order of its arguments. */
export function sourcesOf(layer: KerasLayer): string[] {
  const tensors = layer.inbound_nodes.flatMap((node) => node.args.flat())
  return tensors.flatMap((tensor) => {
    const history = (tensor as { config?: { keras_history?: unknown[] } } | null)?.config?.keras_history
    return history ? [String(history[0])] : []
  })
}

/**
 * Shapes on every edge, and the numbers each layer keeps, worked out as Keras does.
 * A fault stands where it first arises; the layers after it have shape null and no fault of their own.
 */
export function inferShapes(document: ModelDocument): GraphShapes {
  const layers = new Map(document.keras.config.layers.map((layer) => [layer.name, layer]))
  const found: GraphShapes = { shapes: {}, parameters: {}, total: 0, edges: [], faults: [] }
  const open = new Set<string>()

  function visit(name: string): Shape | null {
    const known = found.shapes[name]
    if (known !== undefined) return known
    const layer = layers.get(name)
    if (!layer) return null
    if (open.has(name)) {
      found.faults.push({ code: 'model.cycle', from: null, to: name, values: { layer: name } })
      return null
    }
    open.add(name)
    const sources = sourcesOf(layer).filter((source) => layers.has(source))
    const inputs = sources.map(visit)
    open.delete(name)
    const shape = shapeOf(layer, sources, inputs)
    found.shapes[name] = shape
    return shape
  }

  function shapeOf(layer: KerasLayer, sources: string[], inputs: (Shape | null)[]): Shape | null {
    const kind = catalogue[layer.class_name]
    const fault = (code: FailureCode, values = {}, from: string | null = null) => {
      found.faults.push({ code, from, to: layer.name, values: { layer: layer.name, ...values } })
      return null
    }
    if (!kind) return fault('model.layer-unknown', { kind: layer.class_name })
    if (kind.family !== 'input' && sources.length === 0) return fault('model.unconnected')
    if (!kind.merges && sources.length > 1) return fault('model.one-input', { count: sources.length })
    const known = inputs.filter((shape) => shape !== null)
    if (known.length < inputs.length) return null
    try {
      const shape = kind.outputShape(layer.config, known)
      found.parameters[layer.name] = kind.parameterCount(layer.config, known)
      return shape
    } catch (thrown) {
      if (!(thrown instanceof ShapeFault)) throw thrown
      const from = sources[thrown.input] ?? null
      return fault(thrown.code, { source: from ?? '', ...thrown.values }, from)
    }
  }

  for (const name of layers.keys()) visit(name)
  for (const layer of layers.values()) {
    for (const from of sourcesOf(layer)) {
      found.edges.push({ from, to: layer.name, shape: found.shapes[from] ?? null })
    }
  }
  found.total = Object.values(found.parameters).reduce((all, count) => all + count, 0)
  return found
}
