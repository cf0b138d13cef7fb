import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task } from '../../../contract/task.ts'
import { onServiceEvent } from '../../service.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import type { useProfile } from './use-profile.ts'

/** How the look at a data set stands, where it is not done: how far it is, how to begin it, or why it failed. */
export function ProfileState({ known }: { known: ReturnType<typeof useProfile> }) {
  const { t } = useTranslation('profile')
  if (known.failure) {
    return (
      <Stack gap="xs" align="flex-start">
        <FailureNotice failure={known.failure} />
        <Button size="xs" variant="default" onClick={known.begin}>
          {t('again')}
        </Button>
      </Stack>
    )
  }
  if (known.task) return <Looking key={known.task} task={known.task} cancel={known.cancel} />
  if (!known.waiting) return null
  return (
    <Group gap="sm">
      <Text size="sm">{t('notYet')}</Text>
      <Button size="xs" variant="default" onClick={known.begin}>
        {t('look')}
      </Button>
    </Group>
  )
}

function Looking({ task, cancel }: { task: string; cancel: () => void }) {
  const { t, i18n } = useTranslation('profile')
  const [at, setAt] = useState<Task | null>(null)
  useEffect(
    () =>
      onServiceEvent('task.changed', (tasks) => setAt((old) => tasks.find(({ id }) => id === task) ?? old)),
    [task],
  )
  const number = new Intl.NumberFormat(i18n.language)
  const counted = at && at.total > 0 && at.unit !== 'rows' && at.total > 100
  return (
    <Stack gap={4} maw={480} aria-busy="true">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {t('looking')} {counted ? `${number.format(at.done)} / ${number.format(at.total)}` : ''}
        </Text>
        <Button size="compact-xs" variant="default" onClick={cancel}>
          {t('cancel')}
        </Button>
      </Group>
      <Progress value={at?.total ? (100 * at.done) / at.total : 0} aria-label={t('looking')} />
    </Stack>
  )
}
