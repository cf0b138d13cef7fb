import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import type { CSSProperties } from 'react'
import { nodeSize } from '../edit/arrange.ts'
import classes from './canvas.module.css'
import family from './family.module.css'
import { FamilyIcon, familyOf } from './family-icon.tsx'
import { useCardPlace } from './use-card-place.ts'

export type LayerNodeData = {
  kind: string
  facts: string
  shape: string
  /** How often the layer is called: more than once when its weights are shared. */
  shared: string
  /** Said of a layer whose weights do not learn. */
  frozen: string
  /** A fault of the layer itself; those of an edge stand at the edge. */
  fault: string
  fix: { label: string; apply: () => void } | null
  faulty: boolean
}
export type LayerNodeType = Node<LayerNodeData, 'layer'>

/** A layer on the canvas: family stripe and icon, kind, name, the settings that matter most, and the shape it gives. */
export function LayerNode({
  id,
  data,
  selected,
  positionAbsoluteX: x,
  positionAbsoluteY: y,
}: NodeProps<LayerNodeType>) {
  const card = useCardPlace(Boolean(data.fault), x + nodeSize.width, y + nodeSize.height / 2)
  return (
    <div
      className={classes.node}
      data-family={familyOf(data.kind)}
      data-selected={selected || undefined}
      data-fault={data.faulty || undefined}
    >
      {data.kind !== 'InputLayer' && (
        <Handle type="target" position={Position.Top} className={classes.handle} />
      )}
      <div className={classes.nodeHead}>
        <span className={family.sign}>
          <FamilyIcon kind={data.kind} />
        </span>
        <strong>{data.kind}</strong>
        <span className={classes.nodeName} title={id}>
          {id}
        </span>
      </div>
      <div className={classes.nodeFacts} title={data.facts}>
        {data.facts || '\u00a0'}
      </div>
      <div className={classes.nodeFoot}>
        <span className={classes.shape}>{data.shape}</span>
        {data.shared && <span className={classes.badge}>{data.shared}</span>}
        {data.frozen && <span className={classes.badge}>{data.frozen}</span>}
      </div>
      {data.fault && (
        <div
          className={`${classes.nodeFault} nodrag`}
          role="alert"
          data-at={card?.side}
          style={{ left: (card?.x ?? 0) - x, '--lead': `${card?.lead ?? 0}px` } as CSSProperties}
        >
          <IconAlertTriangle size={14} aria-hidden />
          <span>{data.fault}</span>
          {data.fix && (
            <Button size="compact-xs" color="red.9" onClick={data.fix.apply}>
              {data.fix.label}
            </Button>
          )}
        </div>
      )}
      <Handle type="source" position={Position.Bottom} className={classes.handle} />
    </div>
  )
}
