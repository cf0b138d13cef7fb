import { Button, Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** How far something is, with a way to end it. `bytes`: what is counted are bytes, shown as a share. */
export function LongProgress(props: {
  label: string
  done: number
  total: number
  bytes?: boolean
  onCancel: () => void
}) {
  const { t, i18n } = useTranslation(['files', 'data'])
  const number = new Intl.NumberFormat(i18n.language)
  const share = props.total > 0 ? props.done / props.total : 0
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(share)
  return (
    <Group gap="sm" wrap="nowrap" aria-busy="true">
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {props.label}
      </Text>
      <Progress flex={1} maw={320} value={100 * share} aria-label={props.label} />
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        {props.bytes
          ? percent
          : t('progress', {
              done: number.format(props.done),
              total: props.total > 0 ? number.format(props.total) : '…',
            })}
      </Text>
      <Button size="compact-xs" variant="default" onClick={props.onCancel}>
        {t('data:cancel')}
      </Button>
    </Group>
  )
}
