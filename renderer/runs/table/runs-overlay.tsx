import { Group, Select, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '../../../contract/training/run.ts'
import { ChartControls } from '../../charts/chart-controls.tsx'
import { useChartSettings } from '../../charts/chart-settings.ts'
import { Curves } from '../../charts/curves.tsx'
import { runColour } from '../../charts/run-colours.ts'
import { Legend } from '../../charts/stroke.tsx'
import { useCall } from '../../service.ts'
import { RunFailure } from '../run-failure.tsx'
import { overlaySeries } from '../run-series.ts'
import classes from '../runs.module.css'
import { metricsOf } from './runs-list.ts'
import { useRunsView } from './runs-view.ts'

/** More than this is a thicket, and what one call may ask for. */
const mostRuns = 50

/** One metric of several runs over each other, each in its own colour. */
export function RunsOverlay({ runs }: { runs: RunRow[] }) {
  const { t } = useTranslation('runs')
  const dark = useComputedColorScheme('light') === 'dark'
  const { axis, log, smoothing } = useChartSettings()
  const [picked, setPicked] = useState('val_loss')
  const shown = useMemo(() => runs.slice(0, mostRuns), [runs])
  const names = useMemo(() => metricsOf(shown), [shown])
  const metric = names.includes(picked) ? picked : (names[0] ?? 'loss')
  const history = useCall('run.history', { ids: shown.map((run) => run.id), maxSteps: 500 })
  const lines = useMemo(() => {
    const byId = new Map((history.data ?? []).map((one) => [one.id, one]))
    const alike = new Map<string, number>()
    return shown.flatMap((run) => {
      const one = byId.get(run.id)
      if (!one) return []
      const colour = runColour(run.colour, dark)
      const nth = alike.get(colour) ?? 0
      alike.set(colour, nth + 1)
      return overlaySeries({ ...run, colour, ...one }, metric, axis).map((line) => ({
        ...line,
        nth,
        run: run.id,
      }))
    })
  }, [history.data, shown, metric, axis, dark])
  const lookedAt = useRunsView((view) => view.lookedAt)
  const series = useMemo(() => {
    const one = lines.some(({ run }) => run === lookedAt)
    return one ? lines.map((line) => ({ ...line, faint: line.run !== lookedAt })) : lines
  }, [lines, lookedAt])
  return (
    <section className={classes.overlay} aria-label={t('overlay.title')}>
      <Group justify="space-between" mb={4}>
        <Select
          size="xs"
          w={170}
          aria-label={t('overlay.metric')}
          data={names.length > 0 ? names : ['loss']}
          value={metric}
          allowDeselect={false}
          onChange={(value) => value && setPicked(value)}
        />
        <ChartControls />
      </Group>
      {history.error && <RunFailure failure={history.error} />}
      <Curves
        title={metric}
        series={series}
        xLabel={t(axis === 'step' ? 'charts.step' : 'charts.epoch')}
        smoothing={axis === 'step' && !metric.startsWith('val_') ? smoothing : 0}
        log={log}
        sync="runs"
        height={220}
      />
      {runs.length > mostRuns && (
        <Text size="xs" c="dimmed">
          {t('overlay.first', { count: mostRuns })}
        </Text>
      )}
      <Legend
        series={series.slice(0, 24)}
        onLook={(key) =>
          useRunsView.setState({ lookedAt: lines.find((line) => line.key === key)?.run ?? null })
        }
      />
    </section>
  )
}
