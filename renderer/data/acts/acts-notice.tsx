import { Box, Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import classes from './acts.module.css'
import { undo, useActs } from './data-acts.ts'

/** What was last done to the data set, with the way back: the button, or Ctrl+Z. */
export function ActsNotice({ dataset }: { dataset: string }) {
  const { t } = useTranslation('findings')
  const last = useActs(({ done }) => done.findLast((one) => one.dataset === dataset))
  const busy = useActs((acts) => acts.busy)
  const failure = useActs((acts) => acts.failure)
  useHotkeys([['mod+Z', () => void undo(dataset)]])
  if (failure) {
    return (
      <Box px="md" pt="sm">
        <FailureNotice failure={failure} onClose={() => useActs.setState({ failure: null })} />
      </Box>
    )
  }
  if (!last) return null
  return (
    <Group gap="xs" px="md" py={6} className={classes.notice} role="status" wrap="nowrap">
      <IconCheck size={16} aria-hidden />
      <Text size="sm" truncate>
        {t(`done.${last.said.key}`, last.said)}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        loading={busy}
        title={t('undoKey')}
        onClick={() => void undo(dataset)}
      >
        {t('undo')}
      </Button>
    </Group>
  )
}
