import { Button, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  columnsInOrder,
  type PlainColumn,
  plainColumns,
  toggleColumn,
  useColumnChoice,
} from './column-choice.ts'

/** Which columns the table has: settings, figures and every metric that any run has. */
export function ColumnMenu({ metrics }: { metrics: string[] }) {
  const { t } = useTranslation('runs')
  const columns = useColumnChoice((choice) => choice.columns)
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={14} />}>
          {t('columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="min(70vh, 560px)" style={{ overflowY: 'auto' }}>
        {columnsInOrder(metrics).map((id) => (
          <Menu.CheckboxItem key={id} checked={columns.includes(id)} onChange={() => toggleColumn(id)}>
            {plainColumns.includes(id as PlainColumn) ? t(`column.${id}`) : id}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
