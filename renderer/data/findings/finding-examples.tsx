import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Dataset, readsText } from '../../../contract/data/dataset.ts'
import type { Finding, FindingItem } from '../../../contract/data/findings.ts'
import { cellText } from '../../charts/number-format.ts'
import { useThumbnails } from '../samples/use-thumbnails.ts'
import classes from './findings.module.css'

const mostGroups = 4

/** A few of the items a finding is about: those that belong together side by side. */
export function FindingExamples({ dataset, finding }: { dataset: Dataset; finding: Finding }) {
  const groups = finding.groups.slice(0, mostGroups)
  if (dataset.kind === 'table' && !readsText(dataset))
    return <Rows dataset={dataset} groups={groups} column={finding.values.column} />
  if (dataset.kind === 'table' || dataset.kind === 'text-folder')
    return <Texts dataset={dataset} groups={groups} />
  return <Pictures dataset={dataset} groups={groups} />
}

function Pictures({ dataset, groups }: { dataset: Dataset; groups: FindingItem[][] }) {
  const { t } = useTranslation('data')
  const items = groups.flat()
  const pictureOf = useThumbnails(
    dataset,
    items.map(({ key }) => key),
    128,
  )
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <div key={group[0]?.key} className={classes.group}>
          {group.map((item) => {
            const url = pictureOf(item.key)
            return (
              <figure key={item.key} className={classes.figure} title={item.key}>
                <div className={classes.thumb}>
                  {url && (
                    <img src={url} alt={item.name} data-few={url.startsWith('data:image/png') || undefined} />
                  )}
                </div>
                <figcaption>
                  <Text size="xs" truncate>
                    {item.label}
                  </Text>
                  <Text size="xs" c="dimmed" truncate>
                    {t(`parts.${item.part}`)}
                  </Text>
                </figcaption>
              </figure>
            )
          })}
        </div>
      ))}
    </div>
  )
}

function Rows({
  dataset,
  groups,
  column,
}: {
  dataset: Dataset
  groups: FindingItem[][]
  column: string | number | undefined
}) {
  const { t } = useTranslation(['data', 'gallery'])
  // The column it is about and the target first, then as many as have a place.
  const order = dataset.columns
    .map((one, at) => ({ ...one, at }))
    .sort((a, b) => rank(a.name, a.role, column) - rank(b.name, b.role, column))
    .slice(0, 8)
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table layout="fixed" fz="xs" verticalSpacing={2} className={classes.rows}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={64} ta="right">
              {t('gallery:row')}
            </Table.Th>
            {dataset.parts.length > 1 && <Table.Th w={80}>{t('gallery:part')}</Table.Th>}
            {order.map(({ name, type }) => (
              <Table.Th key={name} ta={type === 'number' ? 'right' : undefined}>
                <Text size="xs" fw={600} truncate title={name}>
                  {name}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        {groups.map((group) => (
          <Table.Tbody key={group[0]?.key} className={classes.body}>
            {group.map((item) => (
              <Table.Tr key={item.key}>
                <Table.Td ta="right">{item.name}</Table.Td>
                {dataset.parts.length > 1 && <Table.Td>{t(`parts.${item.part}`)}</Table.Td>}
                {order.map(({ name, type, at }) => (
                  <Table.Td key={name} ta={type === 'number' ? 'right' : undefined}>
                    <Text size="xs" truncate title={item.cells[at]} fw={name === column ? 600 : undefined}>
                      {type === 'number' ? cellText(item.cells[at] ?? '') : item.cells[at]}
                    </Text>
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </Table.ScrollContainer>
  )
}

const rank = (name: string, role: string, column: string | number | undefined) =>
  name === column ? 0 : role === 'target' ? 1 : role === 'feature' ? 2 : 3

function Texts({ dataset, groups }: { dataset: Dataset; groups: FindingItem[][] }) {
  const { t } = useTranslation('data')
  return (
    <Table layout="fixed" fz="xs" verticalSpacing={2} className={classes.rows}>
      {groups.map((group) => (
        <Table.Tbody key={group[0]?.key} className={classes.body}>
          {group.map((item) => (
            <Table.Tr key={item.key}>
              <Table.Td w={120}>
                <Text size="xs" truncate title={item.label}>
                  {item.label}
                </Text>
              </Table.Td>
              {dataset.parts.length > 1 && <Table.Td w={80}>{t(`parts.${item.part}`)}</Table.Td>}
              <Table.Td>
                <Text size="xs" truncate title={item.cells.join(' · ')}>
                  {textOf(dataset, item)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      ))}
    </Table>
  )
}

/** An example of a column has the whole row; of texts only the text itself. */
function textOf({ columns }: Dataset, { cells }: FindingItem): string {
  const at = columns.findIndex(({ role }) => role === 'feature')
  return (cells.length > 1 ? cells[at] : cells[0]) ?? ''
}
