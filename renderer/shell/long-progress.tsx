import { Button, Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Task } from '../../contract/task.ts'

/** How far something is, with a way to end it. What nobody counts, such as bytes, is shown as a share. */
export function LongProgress(props: {
  label: string
  at: Pick<Task, 'done' | 'total' | 'unit'>
  onCancel: () => void
}) {
  const { t, i18n } = useTranslation(['files', 'data'])
  const number = new Intl.NumberFormat(i18n.language)
  const { done, total, unit } = props.at
  const share = total > 0 ? done / total : 0
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(share)
  return (
    <Group gap="sm" wrap="nowrap" aria-busy="true">
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {props.label}
      </Text>
      <Progress flex={1} maw={320} value={100 * share} aria-label={props.label} />
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        {unit === 'bytes' || unit === 'percent'
          ? percent
          : t('progress', {
              done: number.format(done),
              total: total > 0 ? number.format(total) : '…',
            })}
      </Text>
      <Button size="compact-xs" variant="default" onClick={props.onCancel}>
        {t('data:cancel')}
      </Button>
    </Group>
  )
}
