import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Preview } from '../../../contract/data/preview.ts'
import { cellText } from '../../charts/number-format.ts'
import classes from './preparation.module.css'

const rowsShown = 3
/** Numbers that are written out; of more only those that are not 0. */
const mostWritten = 4

/** The first cells of a column, as written and as a model reads them. */
export function PreparedCells({ column, preview }: { column: string; preview: Preview }) {
  const { t } = useTranslation('preparation')
  const at = preview.columns.findIndex(({ name }) => name === column)
  const outputs = preview.columns[at]?.outputs ?? []
  if (at < 0) return null
  return (
    <>
      <table className={classes.cells}>
        <tbody>
          {preview.rows.slice(0, rowsShown).map((row, line) => {
            const before = row.before[at] ?? ''
            const after = afterText(row.after[at] ?? [], outputs, column)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows are the first of the data, in their order
              <tr key={line}>
                <td title={before}>
                  {cellText(before) || (
                    <Text span size="xs" c="dimmed">
                      {t('missing')}
                    </Text>
                  )}
                </td>
                <td aria-hidden>→</td>
                <td title={after}>{after}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {outputs.length > 1 && (
        <Text size="xs" c="dimmed">
          {t('outputs', { count: outputs.length })}
        </Text>
      )}
    </>
  )
}

const short = (value: number) => String(Number(value.toPrecision(4)))

function afterText(numbers: number[], outputs: string[], column: string): string {
  if (numbers.length <= mostWritten && !outputs.some((name) => name.includes(' = ')))
    return numbers.map(short).join('  ')
  const set = numbers.flatMap((value, at) => (value === 0 ? [] : [{ value, name: outputs[at] ?? '' }]))
  if (!set.length) return '0'
  return set
    .map(({ value, name }) => {
      const own = name.startsWith(`${column} `) ? name.slice(column.length + 1).replace(/^= /, '') : name
      return value === 1 ? own : `${own} ${short(value)}`
    })
    .join(', ')
}
