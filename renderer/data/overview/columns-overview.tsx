import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'

/** The columns of a table: what each is taken for, and how much of it is there. */
export function ColumnsOverview({ dataset }: { dataset: Dataset }) {
  const { t, i18n } = useTranslation('data')
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column')}</Table.Th>
            <Table.Th w={120}>{t('type')}</Table.Th>
            <Table.Th w={120}>{t('role')}</Table.Th>
            <Table.Th w={110} ta="right">
              {t('distinct')}
            </Table.Th>
            <Table.Th w={110} ta="right">
              {t('missing')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {dataset.columns.map(({ name, type, role, distinct, about, missing }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Text size="sm" truncate title={name}>
                  {name}
                </Text>
              </Table.Td>
              <Table.Td>{t(`types.${type}`)}</Table.Td>
              <Table.Td>{t(`roles.${role}`)}</Table.Td>
              <Table.Td ta="right">
                {about && '≈ '}
                {number.format(distinct)}
              </Table.Td>
              <Table.Td ta="right" c={missing ? undefined : 'dimmed'}>
                {number.format(missing)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
