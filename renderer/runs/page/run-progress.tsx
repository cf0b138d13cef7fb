import { Box, Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Run } from '../../../contract/training/run.ts'
import { bytes, duration, grouped, short } from '../../charts/number-format.ts'
import { useLiveRun } from '../live-runs.ts'
import classes from '../runs.module.css'

/** How far a run is: epoch and step, time left, throughput, memory, device. Holds its place before the first figure. */
export function RunProgressLine({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const live = useLiveRun(run.id)
  const progress = live.progress ?? run.progress
  const share = progress && progress.steps > 0 ? (progress.step / progress.steps) * 100 : 0
  const facts: [string, string][] = [
    [
      t('live.phase'),
      run.status === 'training' ? t(`phase.${progress?.phase ?? 'starting'}`) : t(`status.${run.status}`),
    ],
    [t('live.epoch'), progress ? `${progress.epoch} / ${progress.epochs}` : `– / ${run.settings.epochs}`],
    [
      t(progress?.phase === 'features' ? 'live.items' : 'live.step'),
      progress ? `${grouped(progress.step)} / ${grouped(progress.steps)}` : '–',
    ],
    [t('live.left'), duration(progress?.secondsLeft)],
    [t('live.throughput'), progress ? t('live.perSecond', { items: short(progress.itemsPerSecond) }) : '–'],
    [t('live.memory'), progress ? bytes(progress.memoryBytes) : '–'],
    [t('live.device'), run.environment?.device ?? run.device ?? '–'],
  ]
  return (
    <Box px="md" pt="sm">
      <Progress value={share} size="sm" aria-label={t('live.progress')} transitionDuration={0} mb={8} />
      <div className={classes.live}>
        {facts.map(([name, value]) => (
          <span key={name}>
            <b>{name}</b>
            {value}
          </span>
        ))}
      </div>
    </Box>
  )
}
