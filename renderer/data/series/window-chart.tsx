import { ActionIcon, Group, NativeSelect, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeriesPreview } from '../../../contract/data/series.ts'
import { Curves } from '../../charts/curves.tsx'
import type { Series } from '../../charts/curves-data.ts'
import { grouped } from '../../charts/number-format.ts'
import { runColour } from '../../charts/run-colours.ts'
import { Legend } from '../../charts/stroke.tsx'

/** More steps than this would be a band of dots. */
const mostDots = 200

/** One window on the rows it is cut out of: what the model reads, and what it is asked for. */
export function WindowChart({ preview, onAt }: { preview: SeriesPreview; onAt: (at: number) => void }) {
  const { t } = useTranslation('series')
  const dark = useComputedColorScheme('light') === 'dark'
  const { at, windows, rows, of, from, times, targets, series, shown } = preview
  const [chosen, setChosen] = useState(targets[0])
  const target = chosen !== undefined && targets.includes(chosen) ? chosen : targets[0]
  const lines = useMemo(() => {
    const values = preview.values[targets.indexOf(target ?? '')] ?? []
    const points = (some: readonly number[]) =>
      some.flatMap((row) => {
        const y = values[row - from]
        return y === null || y === undefined ? [] : [{ x: row, y }]
      })
    const line = (key: string, some: readonly number[], colour: string, dots: boolean): Series => ({
      key,
      label: t(`line.${key}`),
      colour,
      dashed: false,
      dots: dots && some.length <= mostDots,
      points: points(some),
    })
    const [window] = shown
    return [
      line(
        'around',
        values.map((_, row) => from + row),
        dark ? '#6b6d73' : '#b3b5ba',
        false,
      ),
      line('reads', window?.reads ?? [], runColour(0, dark), true),
      line('asks', window?.asks ?? [], runColour(1, dark), true),
    ]
  }, [preview, target, targets, from, shown, dark, t])
  const timeOf = (row: number) => times[row - from] ?? ''
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={t('previous')}
          disabled={at === 0}
          onClick={() => onAt(at - 1)}
        >
          <IconChevronLeft size={14} />
        </ActionIcon>
        <Text size="sm" aria-live="polite">
          {t('window', { at: grouped(at + 1), windows: grouped(windows) })}
          {rows < of ? ` ${t('firstRows', { rows: grouped(rows) })}` : ''}
        </Text>
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={t('next')}
          disabled={at + 1 >= windows}
          onClick={() => onAt(at + 1)}
        >
          <IconChevronRight size={14} />
        </ActionIcon>
        {targets.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t('shownTarget')}
            value={target}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={targets}
          />
        )}
      </Group>
      <Curves
        title={target ?? ''}
        series={lines}
        xLabel={series.date}
        smoothing={0}
        log={false}
        sync="window"
        xText={timeOf}
        height={300}
      />
      <Legend series={lines} />
      <Text size="xs" c="dimmed">
        {t('said', {
          steps: grouped(series.window),
          first: timeOf(shown[0]?.reads[0] ?? 0),
          last: timeOf(shown[0]?.reads.at(-1) ?? 0),
          ahead: grouped(series.horizon),
          end: timeOf(shown[0]?.asks.at(-1) ?? 0),
        })}{' '}
        {t('nextBegins', { count: series.sequenceStride })}
      </Text>
    </Stack>
  )
}
