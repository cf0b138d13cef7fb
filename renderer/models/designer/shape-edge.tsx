import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import classes from './canvas.module.css'

export type ShapeEdgeData = {
  shape: string
  fault: string
  fix: { label: string; apply: () => void } | null
}
export type ShapeEdgeType = Edge<ShapeEdgeData, 'shape'>

/** A fault stands beside the edge, clear of the two layers; a line leads to it. */
const aside = '120px'

/** A connection: the shape that flows along it, or what does not fit and the act that mends it. */
export function ShapeEdge(props: EdgeProps<ShapeEdgeType>) {
  const { data, selected } = props
  const [path, x, y] = getBezierPath(props)
  const fault = data?.fault
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
          style={{
            transform: `translate(${fault ? aside : '-50%'}, -50%) translate(${x}px, ${y}px)`,
          }}
          {...(fault ? { role: 'alert' } : {})}
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
