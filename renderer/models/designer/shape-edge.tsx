import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import type { CSSProperties } from 'react'
import classes from './canvas.module.css'
import { useCardPlace } from './use-card-place.ts'

export type ShapeEdgeData = {
  shape: string
  fault: string
  fix: { label: string; apply: () => void } | null
}
export type ShapeEdgeType = Edge<ShapeEdgeData, 'shape'>

/** A connection: the shape that flows along it, or what does not fit and the act that mends it. */
export function ShapeEdge(props: EdgeProps<ShapeEdgeType>) {
  const { data, selected } = props
  const [path, x, y] = getBezierPath(props)
  const fault = data?.fault
  const card = useCardPlace(Boolean(fault), x, y)
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        interactionWidth={16}
        className={classes.edge}
        data-fault={fault ? true : undefined}
        data-selected={selected || undefined}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      <EdgeLabelRenderer>
        <div
          className={`${fault ? classes.edgeFault : classes.edgeShape} nodrag nopan`}
          data-edge={props.id}
          style={
            card
              ? ({
                  transform: `translate(0, -50%) translate(${card.x}px, ${y}px)`,
                  '--lead': `${card.lead}px`,
                } as CSSProperties)
              : { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }
          }
          {...(card ? { role: 'alert', 'data-at': card.side } : {})}
        >
          {fault ? (
            <>
              <IconAlertTriangle size={14} aria-hidden />
              <span>{fault}</span>
              {data?.fix && (
                <Button size="compact-xs" color="red.9" onClick={data.fix.apply}>
                  {data.fix.label}
                </Button>
              )}
            </>
          ) : (
            data?.shape
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  )
}
