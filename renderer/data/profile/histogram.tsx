import type { Histogram as Counts } from '../../../contract/data/profile.ts'
import classes from './profile.module.css'

/** How numbers spread, as bars. `named` says what one is, on hover. */
export function Histogram(props: {
  histogram: Counts
  width: number
  height: number
  label: string
  named?: (from: number, to: number, count: number) => string
}) {
  const { histogram, width, height, label, named } = props
  const { counts, edges } = histogram
  const most = Math.max(1, ...counts)
  const step = width / counts.length
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={classes.histogram}
      role="img"
    >
      <title>{label}</title>
      {counts.map((count, at) => {
        // What is there at all can be seen.
        const tall = count ? Math.max(1, (count / most) * (height - 1)) : 0
        const from = edges[at] ?? 0
        return (
          <rect key={from} x={at * step} y={height - 1 - tall} width={Math.max(1, step - 1)} height={tall}>
            {named && <title>{named(from, edges[at + 1] ?? from, count)}</title>}
          </rect>
        )
      })}
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
    </svg>
  )
}
