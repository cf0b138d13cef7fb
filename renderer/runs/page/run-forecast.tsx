import {
  Button,
  Group,
  MultiSelect,
  NativeSelect,
  Slider,
  Stack,
  Text,
  useComputedColorScheme,
} from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Forecast } from '../../../contract/training/forecast.ts'
import { endedStatuses, type Run } from '../../../contract/training/run.ts'
import { Curves } from '../../charts/curves.tsx'
import { grouped, short } from '../../charts/number-format.ts'
import { runColour } from '../../charts/run-colours.ts'
import { Legend } from '../../charts/stroke.tsx'
import { LongProgress } from '../../shell/long-progress.tsx'
import { useLongCall } from '../../shell/use-long-call.ts'
import { RunFailure } from '../run-failure.tsx'
import { forecastLines, meanError, rowsAtOnce, usualSteps } from './forecast-lines.ts'

/** Whether a run forecasts a time series. */
export const forecasts = ({ resolved }: Pick<Run, 'resolved'>): boolean =>
  resolved?.baselines.some(({ name }) => name === 'last-value') ?? false

/** What the run forecasts of the rows it held out, drawn over what came. */
export function RunForecast({ run }: { run: Run }) {
  const { t } = useTranslation('baselines')
  const { state, start, cancel } = useLongCall('run.forecast')
  const ready = endedStatuses.includes(run.status) && run.epochsDone > 0
  useEffect(() => {
    if (ready) void start({ id: run.id })
  }, [ready, run.id, start])
  if (!ready)
    return (
      <Text size="sm" c="dimmed">
        {t('forecast.wait')}
      </Text>
    )
  return (
    <Stack gap="md">
      {state.step === 'failed' && <RunFailure failure={state.failure} />}
      {state.step === 'running' && <LongProgress label={t('forecast.busy')} at={state} onCancel={cancel} />}
      {(state.step === 'idle' || state.step === 'failed') && (
        <Group>
          <Button size="xs" variant="default" onClick={() => void start({ id: run.id })}>
            {t('forecast.draw')}
          </Button>
        </Group>
      )}
      {state.step === 'done' && <ForecastChart forecast={state.value} colour={run.colour} />}
    </Stack>
  )
}

function ForecastChart({ forecast, colour }: { forecast: Forecast; colour: number }) {
  const { t } = useTranslation('baselines')
  const dark = useComputedColorScheme('light') === 'dark'
  const { date, targets, times, told, windows, of } = forecast
  const [target, setTarget] = useState(0)
  const [ahead, setAhead] = useState(() => usualSteps(told.length))
  const [from, setFrom] = useState(0)
  const last = Math.max(0, times.length - rowsAtOnce)
  const lines = useMemo(
    () =>
      forecastLines(
        forecast,
        { target, ahead, from },
        { truth: t('forecast.truth'), told: (count) => t('forecast.ahead', { count }) },
        (line) => (line === 0 ? (dark ? '#a6a8ae' : '#5b5d63') : runColour(colour + line - 1, dark)),
      ),
    [forecast, target, ahead, from, colour, dark, t],
  )
  const errors = ahead.map(
    (steps) => `${t('forecast.ahead', { count: steps })}: ${short(meanError(forecast, target, steps))}`,
  )
  return (
    <Stack gap="sm">
      <Group gap="md" align="flex-end">
        {targets.length > 1 && (
          <NativeSelect
            size="xs"
            label={t('forecast.target')}
            value={String(target)}
            onChange={(event) => setTarget(Number(event.currentTarget.value))}
            data={targets.map((label, value) => ({ value: String(value), label }))}
          />
        )}
        {told.length > 1 && (
          <MultiSelect
            size="xs"
            miw={220}
            label={t('forecast.steps')}
            value={ahead.map(String)}
            onChange={(values) => setAhead(values.map(Number).sort((a, b) => a - b))}
            data={told.map((_, at) => String(at + 1))}
            maxValues={6}
            searchable
          />
        )}
      </Group>
      <Curves
        title={targets[target] ?? ''}
        series={lines}
        xLabel={date}
        smoothing={0}
        log={false}
        sync="forecast"
        xText={(row) => times[row] ?? ''}
        height="clamp(280px, 44vh, 480px)"
      />
      <Legend series={lines} />
      {last > 0 && (
        <Group gap="sm" wrap="nowrap">
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {t('forecast.rows', {
              from: grouped(from + 1),
              to: grouped(from + rowsAtOnce),
              of: grouped(times.length),
            })}
          </Text>
          <Slider
            flex={1}
            size="xs"
            min={0}
            max={last}
            step={Math.max(1, Math.round(rowsAtOnce / 8))}
            value={from}
            onChange={setFrom}
            label={(row) => times[row] ?? ''}
            thumbLabel={t('forecast.place')}
          />
        </Group>
      )}
      <Text size="xs" c="dimmed">
        {t(windows < of ? 'forecast.saidFirst' : 'forecast.said', {
          windows: grouped(windows),
          of: grouped(of),
        })}{' '}
        {errors.length > 0 && t('forecast.errors', { errors: errors.join(' · ') })}
      </Text>
    </Stack>
  )
}
