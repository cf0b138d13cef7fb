import { Button, Group, Table, VisuallyHidden } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ModelRow } from '../../contract/model/model.ts'
import { NameField } from '../runs/name-field.tsx'
import { IconButton } from '../shell/icon-button.tsx'

/** The models that were drawn or opened, the one changed last first. */
export function ModelsTable(props: {
  models: ModelRow[]
  onRename: (id: string, name: string) => void
  onDuplicate: (row: ModelRow) => void
  onDelete: (row: ModelRow) => void
}) {
  const { t, i18n } = useTranslation('models')
  return (
    <Table layout="fixed" verticalSpacing={6} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('name')}</Table.Th>
          <Table.Th w={100} ta="right">
            {t('layerCount')}
          </Table.Th>
          <Table.Th w={200}>{t('changed')}</Table.Th>
          <Table.Th w={190}>
            <VisuallyHidden>{t('acts')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {props.models.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td>
              <NameField name={row.name} onRename={(name) => props.onRename(row.id, name)} />
            </Table.Td>
            <Table.Td ta="right">{row.layers}</Table.Td>
            <Table.Td>
              {new Date(row.changedAt).toLocaleString(i18n.language, {
                dateStyle: 'medium',
                timeStyle: 'short',
              })}
            </Table.Td>
            <Table.Td>
              <Group gap={4} wrap="nowrap" justify="flex-end">
                <Button
                  component={Link}
                  to={`/models/${row.id}`}
                  size="compact-xs"
                  variant="default"
                  aria-label={t('drawNamed', { name: row.name })}
                >
                  {t('draw')}
                </Button>
                <Button
                  component={Link}
                  to={`/train?model=${row.id}`}
                  size="compact-xs"
                  variant="default"
                  aria-label={t('trainNamed', { name: row.name })}
                >
                  {t('train')}
                </Button>
                <IconButton
                  small
                  icon={IconCopy}
                  hint={t('duplicate')}
                  label={t('duplicateNamed', { name: row.name })}
                  onClick={() => props.onDuplicate(row)}
                />
                <IconButton
                  small
                  icon={IconTrash}
                  hint={t('delete')}
                  label={t('deleteNamed', { name: row.name })}
                  onClick={() => props.onDelete(row)}
                />
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
