import classes from './curves.module.css'
import type { Series } from './curves-data.ts'

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
          <span title={line.label}>{line.label}</span>
        </li>
      ))}
    </ul>
  )
}
