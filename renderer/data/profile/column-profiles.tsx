import { Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnProfile } from '../../../contract/data/profile.ts'
import { Figure } from '../../charts/figure.tsx'
import { ColumnDetail } from './column-detail.tsx'
import { Histogram } from './histogram.tsx'
import classes from './profile.module.css'
import { useNamed } from './use-named.ts'

/** Every column with how it spreads; one that is chosen stands beside the table in full. */
export function ColumnProfiles({ columns, rows }: { columns: ColumnProfile[]; rows: number }) {
  const { t, i18n } = useTranslation(['profile', 'data'])
  const [chosen, setChosen] = useState<string | null>(null)
  const named = useNamed()
  const number = new Intl.NumberFormat(i18n.language)
  const detail = columns.find(({ name }) => name === chosen)
  const toggle = (name: string) => setChosen(chosen === name ? null : name)
  return (
    <section>
      <Title order={2} size="sm" mb={4}>
        {t('columns')}
      </Title>
      <div className={classes.columns} data-open={detail ? true : undefined}>
        <Table.ScrollContainer minWidth={560}>
          <Table layout="fixed" verticalSpacing={4} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('data:column')}</Table.Th>
                <Table.Th w={88}>{t('data:type')}</Table.Th>
                <Table.Th w={84} className={detail ? classes.wide : undefined}>
                  {t('data:role')}
                </Table.Th>
                <Table.Th w={136}>{t('spread')}</Table.Th>
                <Table.Th w={84} ta="right">
                  {t('data:distinct')}
                </Table.Th>
                <Table.Th w={84} ta="right">
                  {t('data:missing')}
                </Table.Th>
                <Table.Th w={84} ta="right" title={t('relationHint')}>
                  {t('relationShort')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {columns.map((column) => (
                <Table.Tr
                  key={column.name}
                  className={classes.row}
                  data-chosen={column.name === chosen || undefined}
                  onClick={() => toggle(column.name)}
                >
                  <Table.Td>
                    <button
                      type="button"
                      className={classes.name}
                      title={column.name}
                      aria-expanded={column.name === chosen}
                      onClick={(event) => {
                        event.stopPropagation()
                        toggle(column.name)
                      }}
                    >
                      {column.name}
                    </button>
                  </Table.Td>
                  <Table.Td>{t(`data:types.${column.type}`)}</Table.Td>
                  <Table.Td className={detail ? classes.wide : undefined}>
                    <Text
                      size="sm"
                      c={column.role === 'ignored' ? 'dimmed' : undefined}
                      fw={column.role === 'target' ? 600 : undefined}
                    >
                      {t(`data:roles.${column.role}`)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Spread column={column} named={named} />
                  </Table.Td>
                  <Table.Td ta="right">{number.format(column.distinct)}</Table.Td>
                  <Table.Td ta="right" c={column.missing ? undefined : 'dimmed'}>
                    {number.format(column.missing)}
                  </Table.Td>
                  <Table.Td ta="right">
                    {column.relation ? <Figure value={column.relation.strength} /> : ''}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {detail && <ColumnDetail column={detail} rows={rows} onClose={() => setChosen(null)} />}
      </div>
    </section>
  )
}

/** The spread in a cell: bars of equal steps, or of the commonest values. */
function Spread({ column, named }: { column: ColumnProfile; named: ReturnType<typeof useNamed> }) {
  const { t } = useTranslation('profile')
  const { numbers, top, type, name } = column
  const label = t('spreadOf', { name })
  if (numbers)
    return (
      <Histogram histogram={numbers.histogram} width={120} height={22} label={label} named={named(type)} />
    )
  const some = top.slice(0, 12)
  if (!some.length) return null
  const counts = some.map(({ count }) => count)
  return (
    <Histogram
      histogram={{ counts, edges: [...counts.keys(), counts.length] }}
      width={Math.min(120, 10 * counts.length)}
      height={22}
      label={label}
      named={(from) => `${some[from]?.value}: ${some[from]?.count}`}
    />
  )
}
