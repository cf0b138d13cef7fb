import { Box, Text } from '@mantine/core'
import { memo, type PointerEvent, useEffect, useMemo } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { Crosshair } from './crosshair.tsx'
import classes from './curves.module.css'
import { draw, liveEnd, range, rawKey, type Series, ticks, toRows } from './curves-data.ts'
import { axisNumber, grouped } from './number-format.ts'
import { plot, useCrosshair, valueAtPixel } from './plot-place.ts'
import { strokesOf } from './stroke.tsx'

export interface CurvesProps {
  title: string
  series: Series[]
  xLabel: string
  smoothing: number
  log: boolean
  /** Charts with the same id share their crosshair. */
  sync: string
  /** Where the line of the best epoch stands, and its word. */
  best?: { x: number; label: string } | null
  /** A line across the chart, where it is within its range: a value to compare with. */
  level?: number | undefined
  /** Where training will end, while it goes on. */
  xEnd?: number | undefined
  /** How a place on the x axis is written, where it is not a number: a time. */
  xText?: ((x: number) => string) | undefined
  /** Of the plot with its axes: in pixels, or as CSS says it. */
  height?: number | string
}

/** Before its place has been measured. */
const firstSize = { width: 480, height: 300 }

const leave = () => useCrosshair.setState(null, true)
const text = { fill: 'var(--chart-text)', fontSize: 11 }

/** Lines over steps or epochs. Nothing moves: live points are drawn as they come. */
export const Curves = memo(function Curves(props: CurvesProps) {
  const { title, series, xLabel, smoothing, log, sync, best, level, xEnd, xText, height = 260 } = props
  const lines = useMemo(() => series.map((line) => draw(line, smoothing, log)), [series, smoothing, log])
  const rows = useMemo(() => toRows(lines), [lines])
  const xs = useMemo(() => rows.map((row) => row.x), [rows])
  const yRange = useMemo(() => range(lines, log), [lines, log])
  const xRange = useMemo<[number, number]>(() => {
    const first = xs[0] ?? 0
    const last = liveEnd(xs[xs.length - 1] ?? 0, xEnd)
    return last > first ? [first, last] : [Math.max(0, first - 1), first + 1]
  }, [xs, xEnd])

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const x = valueAtPixel(event.clientX - box.left, box.width, xRange)
    useCrosshair.setState(x === null ? null : { sync, x }, true)
  }
  useEffect(() => leave, [])

  return (
    <Box className={classes.chart}>
      <Text size="sm" fw={600} className={classes.title}>
        {title}
      </Text>
      <div style={{ position: 'relative', height }} onPointerMove={point} onPointerLeave={leave}>
        <Box h={height} role="img" aria-label={`${title} / ${xLabel}`}>
          <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
            <LineChart
              data={rows.length === 0 ? [{ x: xRange[0] }] : rows}
              margin={{ top: plot.top, right: plot.right, bottom: 0, left: 4 }}
              accessibilityLayer={false}
            >
              <CartesianGrid stroke="var(--chart-grid)" strokeWidth={1} />
              <XAxis
                dataKey="x"
                type="number"
                domain={xRange}
                ticks={ticks(xRange, false, 6).filter(Number.isInteger)}
                allowDataOverflow
                tickFormatter={xText ?? grouped}
                height={plot.bottom}
                stroke="var(--chart-axis)"
                tick={text}
                tickLine={false}
                label={{ value: xLabel, position: 'insideBottom', offset: 2, ...text }}
              />
              <YAxis
                type="number"
                scale={log ? 'log' : 'linear'}
                domain={yRange}
                ticks={ticks(yRange, log)}
                interval={0}
                allowDataOverflow
                tickFormatter={axisNumber}
                width={plot.left - 4}
                stroke="var(--chart-axis)"
                tick={text}
                tickLine={false}
              />
              {best && (
                <ReferenceLine
                  x={best.x}
                  stroke="var(--chart-cross)"
                  strokeDasharray="2 3"
                  label={{
                    value: best.label,
                    position: 'top',
                    textAnchor: anchorWithin(best.x, xRange),
                    ...text,
                  }}
                />
              )}
              {level !== undefined && level >= yRange[0] && level <= yRange[1] && (
                <ReferenceLine y={level} stroke="var(--chart-cross)" strokeDasharray="2 3" />
              )}
              {lines
                .filter((line) => line.raw.length > 0)
                .map((line) => (
                  <Line
                    key={rawKey(line.key)}
                    dataKey={rawKey(line.key)}
                    stroke={line.colour}
                    strokeOpacity={line.faint ? 0.05 : 0.22}
                    strokeWidth={1}
                    dot={false}
                    activeDot={false}
                    connectNulls
                    isAnimationActive={false}
                    type="linear"
                  />
                ))}
              {lines.map((line) => (
                <Line
                  key={line.key}
                  dataKey={line.key}
                  stroke={line.colour}
                  strokeWidth={1.75}
                  strokeOpacity={line.faint ? 0.15 : 1}
                  strokeDasharray={strokesOf(line)}
                  // A few points are shown as such: between two of them nothing was measured.
                  dot={
                    line.dots || line.points.length <= 12
                      ? { r: 2, strokeDasharray: 'none', fill: line.colour, opacity: line.faint ? 0.15 : 1 }
                      : false
                  }
                  activeDot={false}
                  connectNulls
                  isAnimationActive={false}
                  type="linear"
                />
              ))}
            </LineChart>
          </ResponsiveContainer>
        </Box>
        <Crosshair
          lines={lines}
          xs={xs}
          xRange={xRange}
          yRange={yRange}
          log={log}
          sync={sync}
          xLabel={xLabel}
          xText={xText}
        />
      </div>
    </Box>
  )
})

/** A word at an edge of the chart grows inwards, where it is not cut off. */
function anchorWithin(x: number, [first, last]: [number, number]): 'start' | 'middle' | 'end' {
  const share = (x - first) / (last - first)
  return share > 0.85 ? 'end' : share < 0.15 ? 'start' : 'middle'
}
