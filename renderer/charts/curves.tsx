import { Box, Text } from '@mantine/core'
import { memo, useMemo } from 'react'
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import classes from './curves.module.css'
import {
  type Drawn,
  draw,
  nearest,
  range,
  rawKey,
  type Series,
  ticks,
  toRows,
  valueAt,
} from './curves-data.ts'
import { full, grouped, short } from './number-format.ts'

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
  /** The end of the x axis while training goes on. */
  xEnd?: number
  height?: number
}

/** Lines over steps or epochs. Nothing moves: live points are drawn as they come. */
export const Curves = memo(function Curves(props: CurvesProps) {
  const { title, series, xLabel, smoothing, log, sync, best, xEnd, height = 260 } = props
  const lines = useMemo(() => series.map((line) => draw(line, smoothing, log)), [series, smoothing, log])
  const rows = useMemo(() => toRows(lines), [lines])
  const yRange = useMemo(() => range(lines, log), [lines, log])
  const xRange = useMemo<[number, number]>(() => {
    const first = rows[0]?.x ?? 0
    const last = Math.max(rows[rows.length - 1]?.x ?? 0, xEnd ?? 0)
    return last > first ? [first, last] : [Math.max(0, first - 1), first + 1]
  }, [rows, xEnd])
  const empty = rows.length === 0

  return (
    <Box className={classes.chart}>
      <Text size="sm" fw={600} className={classes.title}>
        {title}
      </Text>
      <Box h={height} role="img" aria-label={`${title} / ${xLabel}`}>
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height }}>
          <LineChart
            data={empty ? [{ x: xRange[0] }] : rows}
            syncId={sync}
            syncMethod={(points, { activeLabel }) =>
              nearest(
                points.map((point) => Number(point.value)),
                Number(activeLabel),
              )
            }
            margin={{ top: 16, right: 16, bottom: 20, left: 4 }}
          >
            <CartesianGrid stroke="var(--chart-grid)" strokeWidth={1} />
            <XAxis
              dataKey="x"
              type="number"
              domain={xRange}
              ticks={ticks(xRange, false, 6).filter(Number.isInteger)}
              allowDataOverflow
              tickFormatter={grouped}
              stroke="var(--chart-axis)"
              tick={{ fill: 'var(--chart-text)', fontSize: 11 }}
              tickLine={false}
              label={{
                value: xLabel,
                position: 'insideBottom',
                offset: -12,
                fontSize: 11,
                fill: 'var(--chart-text)',
              }}
            />
            <YAxis
              type="number"
              scale={log ? 'log' : 'linear'}
              domain={yRange}
              ticks={ticks(yRange, log)}
              interval={0}
              allowDataOverflow
              tickFormatter={(value: number) => String(Number(value.toPrecision(3)))}
              width={52}
              stroke="var(--chart-axis)"
              tick={{ fill: 'var(--chart-text)', fontSize: 11 }}
              tickLine={false}
            />
            {!empty && (
              <Tooltip
                isAnimationActive={false}
                cursor={{ stroke: 'var(--chart-cross)', strokeWidth: 1 }}
                content={({ active, label }) =>
                  active ? <Values lines={lines} x={Number(label)} xLabel={xLabel} /> : null
                }
              />
            )}
            {best && (
              <ReferenceLine
                x={best.x}
                stroke="var(--chart-cross)"
                strokeDasharray="2 3"
                label={{
                  value: best.label,
                  position: 'top',
                  textAnchor: anchorWithin(best.x, xRange),
                  fontSize: 11,
                  fill: 'var(--chart-text)',
                }}
              />
            )}
            {lines
              .filter((line) => line.raw.length > 0)
              .map((line) => (
                <Line
                  key={rawKey(line.key)}
                  dataKey={rawKey(line.key)}
                  stroke={line.colour}
                  strokeOpacity={0.22}
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
                strokeDasharray={line.dashed ? '5 4' : undefined}
                dot={line.points.length <= 30 ? { r: 2, strokeDasharray: 'none', fill: line.colour } : false}
                activeDot={{ r: 3 }}
                connectNulls
                isAnimationActive={false}
                type="linear"
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </Box>
    </Box>
  )
})

/** The table beside the crosshair: each line's value at that x. */
function Values({ lines, x, xLabel }: { lines: Drawn[]; x: number; xLabel: string }) {
  return (
    <div className={classes.values}>
      <div className={classes.at}>
        {xLabel} {grouped(x)}
      </div>
      <table>
        <tbody>
          {lines.map((line) => {
            const point = valueAt(line.points, x)
            return (
              <tr key={line.key}>
                <td>
                  <Stroke colour={line.colour} dashed={line.dashed} />
                </td>
                <td>{line.label}</td>
                <td className={classes.figure} title={full(point?.y)}>
                  {short(point?.y)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** A short piece of a line, as legends show it. */
export function Stroke({ colour, dashed }: { colour: string; dashed: boolean }) {
  return (
    <svg width={18} height={8} aria-hidden="true">
      <line
        x1={0}
        x2={18}
        y1={4}
        y2={4}
        stroke={colour}
        strokeWidth={2}
        strokeDasharray={dashed ? '4 3' : undefined}
      />
    </svg>
  )
}

/** What each line of the charts is. */
export function Legend({ series }: { series: Pick<Series, 'key' | 'label' | 'colour' | 'dashed'>[] }) {
  return (
    <ul className={classes.legend}>
      {series.map((line) => (
        <li key={line.key}>
          <Stroke colour={line.colour} dashed={line.dashed} />
          {line.label}
        </li>
      ))}
    </ul>
  )
}

/** A word at an edge of the chart grows inwards, where it is not cut off. */
function anchorWithin(x: number, [first, last]: [number, number]): 'start' | 'middle' | 'end' {
  const share = (x - first) / (last - first)
  return share > 0.85 ? 'end' : share < 0.15 ? 'start' : 'middle'
}
