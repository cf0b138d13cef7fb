import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ValueCount } from '../../../contract/data/profile.ts'
import classes from './profile.module.css'

/** Values with how often each comes. `of`: what all of them come to. */
export function ValueBars({ values, of, label }: { values: ValueCount[]; of: number; label: string }) {
  const { i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  const most = Math.max(1, ...values.map(({ count }) => count))
  return (
    <ul className={classes.bars} aria-label={label}>
      {values.map(({ value, count }) => (
        <li key={value}>
          <Text size="xs" truncate title={value}>
            {value}
          </Text>
          <span className={classes.bar} style={{ inlineSize: `${(100 * count) / most}%` }} />
          <Text size="xs" ta="right" title={percent.format(count / Math.max(1, of))}>
            {number.format(count)}
          </Text>
        </li>
      ))}
    </ul>
  )
}
