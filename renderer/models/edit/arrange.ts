import { Graph, layout } from '@dagrejs/dagre'
import { sourcesOf } from '../../../contract/graph/layer-calls.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { moveLayers, type Point } from './edit-graph.ts'

/** The size a layer takes on the canvas. */
export const nodeSize = { width: 208, height: 74 }

/** Lays the layers out from top to bottom, without crossings where that can be. */
export function arrange(document: ModelDocument): ModelDocument {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 40, ranksep: 42 })
  graph.setDefaultEdgeLabel(() => ({}))
  const { layers } = document.keras.config
  for (const { name } of layers) graph.setNode(name, { ...nodeSize })
  for (const layer of layers)
    for (const source of sourcesOf(layer)) if (graph.hasNode(source)) graph.setEdge(source, layer.name)
  layout(graph)
  const places = layers.map(({ name }): [string, Point] => {
    const { x, y } = graph.node(name) as unknown as Point
    return [name, { x: Math.round(x - nodeSize.width / 2), y: Math.round(y - nodeSize.height / 2) }]
  })
  return moveLayers(document, Object.fromEntries(places))
}
