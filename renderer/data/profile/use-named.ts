import { useTranslation } from 'react-i18next'
import type { ColumnProfile } from '../../../contract/data/profile.ts'
import { short } from '../../charts/number-format.ts'

/** Says what a bar of a histogram is: from, to, how many. Of dates as days. */
export function useNamed() {
  const { i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  return (type: ColumnProfile['type']) => (from: number, to: number, count: number) =>
    `${valueText(type, from)} – ${valueText(type, to)}: ${number.format(count)}`
}

/** A number of a column as it is read: three digits, or a day. */
export function valueText(type: ColumnProfile['type'], value: number): string {
  if (type !== 'date') return short(value)
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? '–' : time.toISOString().slice(0, 10)
}
