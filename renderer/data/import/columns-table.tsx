import { NativeSelect, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  ColumnRole,
  ColumnType,
  type ImportOptions,
  type ImportPlan,
} from '../../../contract/data/dataset.ts'
import { Explained } from '../../shell/explained.tsx'

type Choice = NonNullable<ImportOptions['columns']>[number]

/** What was found in each column of a table, and what it is taken for, which may be changed. */
export function ColumnsTable(props: {
  plan: ImportPlan
  columns: Choice[]
  onChange: (name: string, part: Partial<Choice>) => void
}) {
  const { t, i18n } = useTranslation('data')
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="24%">{t('column')}</Table.Th>
            <Table.Th w={144}>{t('type')}</Table.Th>
            <Table.Th w={132}>
              <Explained word={t('role')} help={t('roleHelp')} />
            </Table.Th>
            <Table.Th w={96} ta="right">
              {t('distinct')}
            </Table.Th>
            <Table.Th w={88} ta="right">
              {t('missing')}
            </Table.Th>
            <Table.Th>{t('examples')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.columns.map((choice) => {
            const found = props.plan.columns.find(({ name }) => name === choice.name)
            const examples = found?.examples.slice(0, 3).join(' · ') ?? ''
            return (
              <Table.Tr key={choice.name}>
                <Table.Td>
                  <Text size="sm" truncate title={choice.name}>
                    {choice.name}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <NativeSelect
                    size="xs"
                    aria-label={t('typeOf', { name: choice.name })}
                    value={choice.type}
                    onChange={(event) =>
                      props.onChange(choice.name, { type: ColumnType.parse(event.currentTarget.value) })
                    }
                    data={ColumnType.options.map((value) => ({ value, label: t(`types.${value}`) }))}
                  />
                </Table.Td>
                <Table.Td>
                  <NativeSelect
                    size="xs"
                    aria-label={t('roleOf', { name: choice.name })}
                    value={choice.role}
                    onChange={(event) =>
                      props.onChange(choice.name, { role: ColumnRole.parse(event.currentTarget.value) })
                    }
                    data={ColumnRole.options.map((value) => ({ value, label: t(`roles.${value}`) }))}
                  />
                </Table.Td>
                <Table.Td ta="right">
                  {found?.about && '≈ '}
                  {number.format(found?.distinct ?? 0)}
                </Table.Td>
                <Table.Td ta="right" c={found?.missing ? undefined : 'dimmed'}>
                  {number.format(found?.missing ?? 0)}
                </Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed" truncate title={examples}>
                    {examples}
                  </Text>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
