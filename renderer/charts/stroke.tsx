import classes from './curves.module.css'
import type { Series } from './curves-data.ts'

type Line = Pick<Series, 'key' | 'label' | 'colour' | 'dashed' | 'nth' | 'faint'>

const patterns = [undefined, '9 3', '2 3', '9 3 2 3', '9 3 2 3 2 3']

/** The strokes of a line: dashed for validation; where several lines share a colour, each its own. */
export function strokesOf({ dashed, nth = 0 }: Pick<Line, 'dashed' | 'nth'>): string | undefined {
  return dashed ? '5 4' : patterns[nth % patterns.length]
}

/** A short piece of a line, as legends show it. */
export function Stroke({ line }: { line: Pick<Line, 'colour' | 'dashed' | 'nth'> }) {
  return (
    <svg width={24} height={8} aria-hidden="true" style={{ flex: 'none' }}>
      <line
        x1={0}
        x2={24}
        y1={4}
        y2={4}
        stroke={line.colour}
        strokeWidth={2}
        strokeDasharray={strokesOf(line)}
      />
    </svg>
  )
}

/** What each line of the charts is. `onLook` hears which line the pointer is on. */
export function Legend(props: { series: Line[]; onLook?: (key: string | null) => void }) {
  const { series, onLook } = props
  return (
    <ul className={classes.legend}>
      {series.map((line) => (
        <li
          key={line.key}
          data-faint={line.faint || undefined}
          onPointerEnter={() => onLook?.(line.key)}
          onPointerLeave={() => onLook?.(null)}
        >
          <Stroke line={line} />
          <span title={line.label}>{line.label}</span>
        </li>
      ))}
    </ul>
  )
}
