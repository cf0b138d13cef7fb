import { Stack, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { endedStatuses, type Run } from '../../../contract/training/run.ts'
import { ChartControls } from '../../charts/chart-controls.tsx'
import { useChartSettings } from '../../charts/chart-settings.ts'
import { Curves } from '../../charts/curves.tsx'
import { runColour } from '../../charts/run-colours.ts'
import { Legend } from '../../charts/stroke.tsx'
import { useLiveRun } from '../live-runs.ts'
import { bestEpoch, epochEnds, metricNames, runSeries } from '../run-series.ts'
import classes from '../runs.module.css'
import { levelOf } from './compare-baselines.ts'

const none: never[] = []

/** Loss and every metric over steps or epochs, as they come. */
export function RunCurves({ run }: { run: Run }) {
  const { t } = useTranslation(['runs', 'baselines'])
  const dark = useComputedColorScheme('light') === 'dark'
  const { axis, log, smoothing } = useChartSettings()
  const live = useLiveRun(run.id)
  const epochs = live.epochs.length > 0 ? live.epochs : run.epochs
  const steps = live.steps
  const colour = runColour(run.colour, dark)
  const training = t('charts.training')
  const validation = t('charts.validation')
  const regression = run.resolved?.loss.startsWith('mean_') ?? false
  const charts = useMemo(() => {
    const one = { id: run.id, name: run.name, colour, epochs, steps }
    const names = metricNames(epochs, steps)
    const shown =
      names.length === 1 && epochs.length === 0 && regression === false ? ['loss', 'accuracy'] : names
    return shown.map((metric) => ({ metric, series: runSeries(one, metric, axis, { training, validation }) }))
  }, [run.id, run.name, colour, epochs, steps, axis, training, validation, regression])
  const baselines = run.resolved?.baselines ?? none
  const best = useMemo(() => {
    const epoch = bestEpoch(epochs)
    if (epoch === null || epochs.length < 2) return null
    const x = axis === 'step' ? epochEnds(epochs, steps)(epoch) : epoch
    return { x, label: t('charts.best', { epoch }) }
  }, [epochs, steps, axis, t])
  const running = !endedStatuses.includes(run.status)
  const progress = live.progress ?? run.progress
  // While the frozen layers run, it counts items.
  const allSteps = progress?.phase === 'features' ? undefined : progress?.steps
  const end = axis === 'epoch' ? run.settings.epochs : allSteps
  return (
    <Stack gap="sm">
      <ChartControls />
      <div className={classes.charts}>
        {charts.map(({ metric, series }) => (
          <Curves
            key={metric}
            title={metric}
            series={series}
            xLabel={t(axis === 'step' ? 'charts.step' : 'charts.epoch')}
            smoothing={axis === 'step' ? smoothing : 0}
            log={log}
            sync={run.id}
            best={best}
            level={levelOf(baselines, metric)}
            xEnd={running ? end : undefined}
            height="clamp(260px, 36vh, 420px)"
          />
        ))}
      </div>
      <Legend
        series={[
          { key: 'training', label: training, colour, dashed: false },
          { key: 'validation', label: validation, colour, dashed: true },
          ...(baselines.length > 0
            ? [
                {
                  key: 'level',
                  label: t('baselines:level'),
                  colour: 'var(--mantine-color-dimmed)',
                  dashed: true,
                },
              ]
            : []),
        ]}
      />
    </Stack>
  )
}
