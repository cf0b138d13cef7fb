import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import {
  applyNodeChanges,
  Background,
  Controls,
  type Edge,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { describe } from '../../contract/failure.ts'
import type { GraphShapes } from '../../contract/graph/infer-shapes.ts'
import { catalogue } from '../../contract/layers/catalogue.ts'
import { shapeText } from '../../contract/layers/layer-kind.ts'
import type { ModelDocument } from '../../contract/model.ts'
import { useFailureText } from '../i18n/failure-text.ts'
import { useDesign } from './design-store.ts'
import { addLayer, connectLayers, disconnectLayers, moveLayers, removeLayers } from './edit-graph.ts'
import { LayerNode, type LayerNodeType } from './layer-node.tsx'

const nodeTypes = { layer: LayerNode }
export const dragType = 'application/x-lathe-layer'

const facts = (kind: string, config: Record<string, unknown>) =>
  (catalogue[kind]?.parameters ?? [])
    .filter(({ name }) => name !== 'batch_shape')
    .slice(0, 3)
    .map(({ name }) => {
      const value = config[name]
      return `${name} ${Array.isArray(value) ? value.join('×') : String(value ?? '–')}`
    })

/** The drawing: layers, what flows between them, and where it does not fit. */
export function Canvas({ document, graph }: { document: ModelDocument; graph: GraphShapes }) {
  const scheme = useComputedColorScheme('light')
  const text = useFailureText()
  const { change, select, selected } = useDesign()
  const { screenToFlowPosition } = useReactFlow()
  const [nodes, setNodes] = useState<LayerNodeType[]>([])

  useEffect(() => {
    const textOf = (name: string) => {
      const fault = graph.faults.find(({ to }) => to === name)
      return fault ? text(describe(fault.code, fault.values)).message : ''
    }
    setNodes((before) =>
      document.keras.config.layers.map(({ name, class_name, config }) => ({
        ...before.find(({ id }) => id === name),
        id: name,
        type: 'layer',
        position: document.canvas.positions[name] ?? { x: 0, y: 0 },
        selected: name === selected,
        deletable: true,
        data: {
          kind: class_name,
          family: catalogue[class_name]?.family,
          facts: facts(class_name, config),
          shape: graph.shapes[name] ? shapeText(graph.shapes[name]) : '–',
          fault: textOf(name),
        },
      })),
    )
  }, [document, graph, selected, text])

  const edges = useMemo(
    () =>
      graph.edges.map(({ from, to, shape }): Edge => {
        const fault = graph.faults.find((one) => one.to === to && one.from === from)
        const label = fault
          ? text(describe(fault.code, fault.values)).message
          : shape
            ? shapeText(shape)
            : '–'
        const red = 'var(--mantine-color-red-6)'
        return {
          id: `${from} ${to}`,
          source: from,
          target: to,
          label,
          ...(fault ? { style: { stroke: red }, labelStyle: { fill: red } } : {}),
        }
      }),
    [graph, text],
  )

  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      colorMode={scheme}
      fitView
      deleteKeyCode={['Delete', 'Backspace']}
      onNodesChange={(changes: NodeChange<LayerNodeType>[]) =>
        setNodes((before) => applyNodeChanges(changes, before))
      }
      onNodeClick={(_, node) => select(node.id)}
      onPaneClick={() => select(null)}
      onNodeDragStop={(_, __, moved) =>
        change((now) => moveLayers(now, Object.fromEntries(moved.map(({ id, position }) => [id, position]))))
      }
      onConnect={({ source, target }) => change((now) => connectLayers(now, source, target))}
      onDelete={({ nodes: gone, edges: cut }) => {
        if (gone.some(({ id }) => id === selected)) select(null)
        change((now) =>
          removeLayers(
            disconnectLayers(now, cut),
            gone.map(({ id }) => id),
          ),
        )
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(dragType)) event.preventDefault()
      }}
      onDrop={(event) => {
        const kind = event.dataTransfer.getData(dragType)
        if (!kind) return
        event.preventDefault()
        const at = screenToFlowPosition({ x: event.clientX, y: event.clientY })
        change((now) => addLayer(now, kind, at, null).document)
      }}
    >
      <Background />
      <Controls />
    </ReactFlow>
  )
}
