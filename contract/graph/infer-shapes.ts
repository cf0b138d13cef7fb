import type { FailureCode } from '../failure.ts'
import { catalogue } from '../layers/catalogue.ts'
import { type Shape, ShapeFault } from '../layers/layer-kind.ts'
import type { KerasLayer, ModelDocument } from '../model/model.ts'
import { attentionRoles, callsOf } from './layer-calls.ts'

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
  /** Which call of the two layers it joins; 0 but for layers that are called more than once. */
  fromCall: number
  toCall: number
  /** What flows along it; null after a fault. */
  shape: Shape | null
}

export interface GraphShapes {
  /** What the first call of each layer gives; null where it cannot be known because of a fault. */
  shapes: Record<string, Shape | null>
  /** The same for every call of a layer, the first included. */
  calls: Record<string, (Shape | null)[]>
  parameters: Record<string, number>
  total: number
  edges: Edge[]
  faults: GraphFault[]
}

/**
 * Shapes on every edge, and the numbers each layer keeps, worked out as Keras does.
 * A fault stands where it first arises; the layers after it have shape null and no fault of their own.
 */
export function inferShapes(document: ModelDocument): GraphShapes {
  const layers = new Map(document.keras.config.layers.map((layer) => [layer.name, layer]))
  const found: GraphShapes = { shapes: {}, calls: {}, parameters: {}, total: 0, edges: [], faults: [] }
  const given = new Map<string, Shape | null>()
  const open = new Set<string>()

  /** The shape that a call of a layer gives. */
  function visit(name: string, call: number): Shape | null {
    const key = `${name} ${call}`
    const known = given.get(key)
    if (known !== undefined) return known
    const layer = layers.get(name)
    if (!layer) return null
    if (open.has(key)) {
      found.faults.push({ code: 'model.cycle', from: null, to: name, values: { layer: name } })
      return null
    }
    open.add(key)
    const sources = (callsOf(layer)[call] ?? []).filter((source) => layers.has(source.layer))
    const inputs = sources.map((source) => visit(source.layer, source.call))
    open.delete(key)
    const node = layer.inbound_nodes[call]
    const roles = node && catalogue[layer.class_name]?.separate ? attentionRoles(node) : []
    // A mask holds attention back, and changes no shape.
    const counts = (at: number) => roles[at] !== 'attention_mask'
    const shape = shapeOf(
      layer,
      sources.map((source) => source.layer).filter((_, at) => counts(at)),
      inputs.filter((_, at) => counts(at)),
    )
    given.set(key, shape)
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
      found.parameters[layer.name] ??= kind.parameterCount(layer.config, known)
      return shape
    } catch (thrown) {
      if (!(thrown instanceof ShapeFault)) throw thrown
      const from = sources[thrown.input] ?? null
      return fault(thrown.code, { source: from ?? '', ...thrown.values }, from)
    }
  }

  for (const layer of layers.values()) {
    for (let call = 0; call < Math.max(1, layer.inbound_nodes.length); call += 1) {
      const shape = visit(layer.name, call)
      if (call === 0) found.shapes[layer.name] = shape
      found.calls[layer.name] = [...(found.calls[layer.name] ?? []), shape]
    }
  }
  for (const layer of layers.values()) {
    callsOf(layer).forEach((sources, toCall) => {
      // An input that is taken twice, as by self attention, is one edge.
      const once = new Map(sources.map((source) => [`${source.layer} ${source.call}`, source]))
      for (const { layer: from, call: fromCall } of once.values())
        found.edges.push({
          from,
          to: layer.name,
          fromCall,
          toCall,
          shape: given.get(`${from} ${fromCall}`) ?? null,
        })
    })
  }
  found.total = Object.values(found.parameters).reduce((all, count) => all + count, 0)
  return found
}
