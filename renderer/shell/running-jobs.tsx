import { ActionIcon, Group, Progress, Text } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { endedStatuses, type RunProgress } from '../../contract/training/run.ts'
import { onServiceEvent, useAction, useCall } from '../service.ts'
import classes from './shell.module.css'

/** Every run that has not ended, with how far it is and a stop button. */
export function RunningJobs() {
  const { t } = useTranslation('shell')
  const { data } = useCall('run.list', {})
  const stop = useAction('run.stop')
  const [progress, setProgress] = useState<Record<string, RunProgress>>({})
  useEffect(
    () =>
      onServiceEvent('run.points', (batch) =>
        setProgress((before) => {
          const next = { ...before }
          for (const point of batch) if (point.progress) next[point.run] = point.progress
          return next
        }),
      ),
    [],
  )
  const running = (data ?? []).filter((run) => !endedStatuses.includes(run.status))
  const shown = running.slice(0, 3).map((run) => {
    const at = progress[run.id]
    return (
      <Group key={run.id} gap={6} wrap="nowrap" miw={0}>
        <Text
          className={classes.job}
          size="xs"
          truncate
          title={run.name}
          component={Link}
          to={`/runs/${run.id}`}
          maw={180}
        >
          {run.name}
        </Text>
        <Progress
          w={90}
          value={at && at.steps > 0 ? (100 * at.step) / at.steps : 0}
          aria-label={t('jobProgress', { name: run.name })}
        />
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('stop', { name: run.name })}
          title={t('stop', { name: run.name })}
          onClick={() => stop.mutate({ id: run.id, keep: true })}
        >
          <IconPlayerStop size={14} />
        </ActionIcon>
      </Group>
    )
  })
  return (
    <>
      {shown}
      {running.length > shown.length && (
        <Text className={classes.job} size="xs" component={Link} to="/runs">
          {t('moreJobs', { count: running.length - shown.length })}
        </Text>
      )}
    </>
  )
}
