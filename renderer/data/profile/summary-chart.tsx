import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NumberSummary } from '../../../contract/data/profile.ts'
import { short } from '../../charts/number-format.ts'
import { Histogram } from './histogram.tsx'
import { useNamed } from './use-named.ts'

/** One kind of number over all items: its name, its spread, its ends and its middle. */
export function SummaryChart({ title, summary }: { title: string; summary: NumberSummary }) {
  const { t } = useTranslation('profile')
  const named = useNamed()
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Histogram
        histogram={summary.histogram}
        width={240}
        height={56}
        label={title}
        named={named('number')}
      />
      <Group justify="space-between" maw={240} gap={4} wrap="nowrap">
        <Text size="xs">{short(summary.min)}</Text>
        <Text size="xs" c="dimmed">
          {t('medianIs', { median: short(summary.quantiles.q50) })}
        </Text>
        <Text size="xs">{short(summary.max)}</Text>
      </Group>
    </div>
  )
}
