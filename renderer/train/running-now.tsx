import { Anchor, Progress, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { endedStatuses, type RunRow } from '../../contract/training/run.ts'
import { Figure } from '../charts/figure.tsx'
import { duration } from '../charts/number-format.ts'
import { takePoints, useLiveRun } from '../runs/live-runs.ts'
import { Swatch } from '../runs/table/runs-columns.tsx'
import { onServiceEvent, useCall } from '../service.ts'
import classes from './train.module.css'

/** The runs that train right now, with their latest figures; nothing where none does. */
export function RunningNow() {
  const { t } = useTranslation('train')
  const { data } = useCall('run.list', {})
  useEffect(() => onServiceEvent('run.points', takePoints), [])
  const running = (data ?? []).filter((run) => !endedStatuses.includes(run.status))
  if (running.length === 0) return null
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h6">
        {t('running.title')}
      </Title>
      {running.slice(0, 4).map((run) => (
        <Running key={run.id} run={run} />
      ))}
    </Stack>
  )
}

function Running({ run }: { run: RunRow }) {
  const { t } = useTranslation(['train', 'runs'])
  const { progress, steps } = useLiveRun(run.id)
  const loss = steps[steps.length - 1]?.metrics.loss ?? run.last.loss
  const share = progress && progress.steps > 0 ? (100 * progress.step) / progress.steps : 0
  return (
    <div>
      <Anchor component={Link} to={`/runs/${run.id}`} size="sm" c="inherit" className={classes.running}>
        <Swatch colour={run.colour} />
        <span>{run.name}</span>
      </Anchor>
      <Progress value={share} size="xs" my={6} aria-label={t('running.progress', { name: run.name })} />
      <Text size="xs" c="dimmed" className={classes.figures}>
        <span>
          {run.status === 'training'
            ? t('running.epoch', { epoch: progress?.epoch ?? run.epochsDone, epochs: run.settings.epochs })
            : t(`runs:status.${run.status}`)}
        </span>
        <span>
          {t('running.loss')} <Figure value={loss} />
        </span>
        <span>
          {t('running.left')} {duration(progress?.secondsLeft)}
        </span>
      </Text>
    </div>
  )
}
