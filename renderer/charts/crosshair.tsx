import { useMemo } from 'react'
import classes from './curves.module.css'
import { type Drawn, nearest, valueAt } from './curves-data.ts'
import { full, grouped, short } from './number-format.ts'
import { plot, shareOf, useCrosshair } from './plot-place.ts'
import { Stroke } from './stroke.tsx'

/** More lines than this would be a table larger than the chart. */
const mostLines = 10

/** A vertical line at the point nearest to the pointer, with the value of each line there. Nothing without a pointer. */
export function Crosshair(props: {
  lines: Drawn[]
  xs: number[]
  xRange: [number, number]
  yRange: [number, number]
  log: boolean
  sync: string
  xLabel: string
  xText?: ((x: number) => string) | undefined
}) {
  const { lines, xs, xRange, yRange, log, sync, xLabel, xText } = props
  const pointer = useCrosshair((at) => (at?.sync === sync ? at.x : null))
  const x = pointer === null ? undefined : xs[nearest(xs, pointer)]
  const values = useMemo(
    () => (x === undefined ? [] : lines.map((line) => ({ line, point: valueAt(line.points, x) }))),
    [lines, x],
  )
  if (x === undefined) return null
  const across = shareOf(x, xRange)
  return (
    <div
      className={classes.plot}
      style={{ left: plot.left, right: plot.right, top: plot.top, bottom: plot.bottom }}
    >
      <div className={classes.cross} style={{ left: `${across * 100}%` }} />
      {values.map(({ line, point }) => {
        if (!point) return null
        const [left, up] = [shareOf(point.x, xRange), shareOf(point.y, yRange, log)]
        return (
          <i
            key={line.key}
            className={classes.spot}
            style={{ left: `${left * 100}%`, bottom: `${up * 100}%`, background: line.colour }}
          />
        )
      })}
      {/* On the side that the pointer is not on, so that it never hides what it tells about. */}
      <div className={classes.values} style={across > 0.5 ? { left: 8 } : { right: 8 }}>
        <div className={classes.at}>
          {xLabel} {xText ? xText(x) : grouped(x)}
        </div>
        <table>
          <tbody>
            {values.slice(0, mostLines).map(({ line, point }) => (
              <tr key={line.key}>
                <td>
                  <Stroke line={line} />
                </td>
                <td>{line.label}</td>
                <td className={classes.figure} title={full(point?.y)}>
                  {short(point?.y)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {values.length > mostLines && <div className={classes.at}>+ {values.length - mostLines}</div>}
      </div>
    </div>
  )
}
