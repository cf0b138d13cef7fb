import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import type { Family } from '../../contract/layers/layer-kind.ts'
import classes from './models.module.css'

export type LayerNodeData = {
  kind: string
  family: Family | undefined
  facts: string[]
  shape: string
  fault: string
}
export type LayerNodeType = Node<LayerNodeData, 'layer'>

/** A layer on the canvas: family stripe, name, the settings that matter most, and what it gives. */
export function LayerNode({ id, data, selected }: NodeProps<LayerNodeType>) {
  return (
    <div
      className={classes.node}
      data-family={data.family ?? 'unknown'}
      data-selected={selected || undefined}
      data-fault={data.fault ? true : undefined}
      title={data.fault || undefined}
    >
      {data.kind !== 'InputLayer' && <Handle type="target" position={Position.Top} />}
      <strong>{data.kind}</strong> <span className={classes.quiet}>{id}</span>
      <div className={classes.quiet}>{data.facts.join(' · ')}</div>
      <div className={classes.shape}>{data.shape}</div>
      <Handle type="source" position={Position.Bottom} />
    </div>
  )
}
