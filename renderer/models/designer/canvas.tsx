import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import {
  applyNodeChanges,
  Background,
  Controls,
  MarkerType,
  MiniMap,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describe } from '../../../contract/failure.ts'
import type { GraphFault, GraphShapes } from '../../../contract/graph/infer-shapes.ts'
import { shapeText } from '../../../contract/layers/layer-kind.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { useFailureText } from '../../i18n/failure-text.ts'
import { nodeSize } from '../edit/arrange.ts'
import {
  addLayer,
  connectLayers,
  disconnectLayers,
  type EdgeKey,
  moveLayers,
  removeLayers,
} from '../edit/edit-graph.ts'
import classes from './canvas.module.css'
import { useDesign } from './design-store.ts'
import { layerFacts } from './layer-facts.ts'
import { LayerNode, type LayerNodeType } from './layer-node.tsx'
import { ShapeEdge, type ShapeEdgeType } from './shape-edge.tsx'
import { useFixes } from './use-fixes.ts'

const nodeTypes = { layer: LayerNode }
const edgeTypes = { shape: ShapeEdge }
export const dragType = 'application/x-lathe-layer'

const idOf = ({ from, to, fromCall, toCall }: EdgeKey) => `${from} ${fromCall} → ${to} ${toCall}`

/** From here on the drawing is taller than the window, and a small map of it helps. */
const manyLayers = 16
const readable = 0.6

/** The whole drawing, or its beginning where the whole could not be read. */
function lookAt(flow: ReactFlowInstance<LayerNodeType, ShapeEdgeType>, frame: HTMLDivElement | null): void {
  void flow.fitView({ maxZoom: 1, padding: 0.12 }).then(() => {
    if (!frame || flow.getZoom() >= readable) return
    const { x, y, width } = flow.getNodesBounds(flow.getNodes())
    void flow.setViewport({
      zoom: readable,
      x: frame.clientWidth / 2 - (x + width / 2) * readable,
      y: 24 - y * readable,
    })
  })
}

/** The drawing: layers, what flows between them, and where it does not fit. */
export function Canvas({ document, graph }: { document: ModelDocument; graph: GraphShapes }) {
  const { t } = useTranslation('models')
  const scheme = useComputedColorScheme('light')
  const text = useFailureText()
  const fixOf = useFixes(document, graph)
  const { change, select, selected } = useDesign()
  const { screenToFlowPosition, getViewport, setViewport } = useReactFlow()
  const frame = useRef<HTMLDivElement>(null)
  const [nodes, setNodes] = useState<LayerNodeType[]>([])
  const [cut, setCut] = useState<readonly string[]>([])

  useEffect(() => {
    const messageOf = (fault: GraphFault) => text(describe(fault.code, fault.values)).message
    setNodes((before) =>
      document.keras.config.layers.map(({ name, class_name, config, inbound_nodes }) => {
        const own = graph.faults.find(({ to, from }) => to === name && from === null)
        const shape = graph.shapes[name]
        return {
          ...before.find(({ id }) => id === name),
          id: name,
          type: 'layer',
          position: document.canvas.positions[name] ?? { x: 0, y: 0 },
          selected: selected.includes(name),
          ariaLabel: `${class_name} ${name}`,
          data: {
            kind: class_name,
            facts: layerFacts(class_name, config),
            shape: shape ? shapeText(shape) : '–',
            shared: inbound_nodes.length > 1 ? t('sharedBy', { count: inbound_nodes.length }) : '',
            frozen: config.trainable === false && (graph.parameters[name] ?? 0) > 0 ? t('frozen') : '',
            fault: own ? messageOf(own) : '',
            fix: own ? fixOf(own) : null,
            faulty: graph.faults.some(({ to }) => to === name),
          },
        }
      }),
    )
  }, [document, graph, selected, text, fixOf, t])

  // What was in the middle stays there when the window or a panel changes its width.
  useEffect(() => {
    let width = frame.current?.clientWidth ?? 0
    const observer = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect.width ?? width
      const { x, ...rest } = getViewport()
      if (width > 0 && now > 0 && now !== width) void setViewport({ ...rest, x: x + (now - width) / 2 })
      width = now
    })
    if (frame.current) observer.observe(frame.current)
    return () => observer.disconnect()
  }, [getViewport, setViewport])

  const edges = useMemo(
    () =>
      graph.edges.map((edge): ShapeEdgeType => {
        const fault = graph.faults.find(({ to, from }) => to === edge.to && from === edge.from)
        const id = idOf(edge)
        return {
          id,
          type: 'shape',
          source: edge.from,
          target: edge.to,
          selected: cut.includes(id),
          markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
          ariaLabel: t('edgeLabel', { from: edge.from, to: edge.to }),
          zIndex: fault ? 10 : 0,
          data: {
            shape: edge.shape ? shapeText(edge.shape) : '–',
            fault: fault ? text(describe(fault.code, fault.values)).message : '',
            fix: fault ? fixOf(fault) : null,
          },
        }
      }),
    [graph, text, fixOf, cut, t],
  )

  const changed = (changes: NodeChange<LayerNodeType>[]) => {
    setNodes((before) => applyNodeChanges(changes, before))
    const picked = new Map(changes.flatMap((one) => (one.type === 'select' ? [[one.id, one.selected]] : [])))
    if (picked.size === 0) return
    const names = document.keras.config.layers.map(({ name }) => name)
    select(names.filter((name) => picked.get(name) ?? useDesign.getState().selected.includes(name)))
  }

  return (
    <ReactFlow
      ref={frame}
      className={classes.canvas}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      colorMode={scheme}
      onInit={(flow) => lookAt(flow, frame.current)}
      minZoom={0.1}
      maxZoom={2}
      snapToGrid
      snapGrid={[4, 4]}
      connectionRadius={32}
      selectionMode={SelectionMode.Partial}
      multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
      deleteKeyCode={['Delete', 'Backspace']}
      proOptions={{ hideAttribution: true }}
      onNodesChange={changed}
      onEdgesChange={(changes) => {
        const picked = changes.flatMap((one) => (one.type === 'select' ? [one] : []))
        if (picked.length > 0) setCut(picked.filter((one) => one.selected).map(({ id }) => id))
      }}
      onNodeDragStop={(_, __, moved) =>
        change((now) => moveLayers(now, Object.fromEntries(moved.map(({ id, position }) => [id, position]))))
      }
      isValidConnection={({ source, target }) => source !== target}
      onConnect={({ source, target }) => change((now) => connectLayers(now, source, target))}
      onDelete={({ nodes: gone, edges: lost }) => {
        const names = gone.map(({ id }) => id)
        const ids = new Set(lost.map(({ id }) => id))
        const loose = graph.edges.filter(
          (edge) => ids.has(idOf(edge)) && !names.includes(edge.from) && !names.includes(edge.to),
        )
        if (names.length > 0) select([])
        change((now) => removeLayers(loose.length > 0 ? disconnectLayers(now, loose) : now, names))
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(dragType)) event.preventDefault()
      }}
      onDrop={(event) => {
        const kind = event.dataTransfer.getData(dragType)
        if (!kind) return
        event.preventDefault()
        const at = screenToFlowPosition({ x: event.clientX, y: event.clientY })
        const place = { x: at.x - nodeSize.width / 2, y: at.y - nodeSize.height / 2 }
        const { document: before } = useDesign.getState()
        if (!before) return
        const added = addLayer(before, kind, place, null)
        change(() => added.document)
        select([added.name])
      }}
    >
      <Background gap={24} size={1} />
      {nodes.length > manyLayers && <MiniMap pannable zoomable ariaLabel={t('miniMap')} />}
      <Controls showInteractive={false} fitViewOptions={{ maxZoom: 1, padding: 0.12 }} />
    </ReactFlow>
  )
}
