import { useTranslation } from 'react-i18next'
import type { Confusion } from '../../contract/training/run.ts'
import classes from './confusion-grid.module.css'
import { grouped } from './number-format.ts'

/**
 * From which share on the colour of a cell asks for the other ink, in light and on dark: there both have the same contrast,
 * at least 4.5 : 1 (WCAG 2's relative luminance of the colours in confusion-grid.module.css).
 */
const turns = { right: { light: 0.93, dark: 0.68 }, wrong: { light: 1.01, dark: 0.69 } }

function inkOn(share: number, right: boolean): string {
  const { light, dark } = turns[right ? 'right' : 'wrong']
  return `${share >= light ? 'light' : ''} ${share >= dark ? 'dark' : ''}`.trim()
}

/** A heat grid of counts: rows are the true classes, columns the predicted ones; each row is shaded by its own share. */
export function ConfusionGrid({ confusion }: { confusion: Confusion }) {
  const { t } = useTranslation('runs')
  const { classes: names, counts } = confusion
  return (
    <div className={classes.scroll}>
      <table
        className={classes.grid}
        data-many={names.length > 12 || undefined}
        data-upright={names.every((name) => name.length <= 4) || undefined}
        aria-label={t('confusion.title')}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              {t('confusion.corner')}
            </th>
            {names.map((name) => (
              <th key={name} scope="col" className={classes.column} title={name}>
                <span>{name}</span>
              </th>
            ))}
            <th scope="col" className={classes.recall} title={t('confusion.recallHelp')}>
              {t('confusion.recall')}
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map((row, index) => {
            const total = row.reduce((sum, count) => sum + count, 0)
            const name = names[index] ?? String(index)
            return (
              <tr key={name}>
                <th scope="row" className={classes.row} title={name}>
                  {name}
                </th>
                {row.map((count, column) => {
                  const share = total === 0 ? 0 : count / total
                  const predicted = names[column] ?? String(column)
                  return (
                    <td
                      key={predicted}
                      className={column === index ? classes.right : classes.wrong}
                      style={{ '--share': `${Math.round(Math.sqrt(share) * 100)}%` } as React.CSSProperties}
                      data-ink={inkOn(Math.sqrt(share), column === index)}
                      data-none={count === 0 || undefined}
                      title={t('confusion.cell', {
                        truth: name,
                        predicted,
                        count: grouped(count),
                        share: `${(share * 100).toFixed(1)} %`,
                      })}
                    >
                      {grouped(count)}
                    </td>
                  )
                })}
                <td className={classes.recall}>
                  {total === 0 ? '–' : `${(((row[index] ?? 0) / total) * 100).toFixed(1)} %`}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
