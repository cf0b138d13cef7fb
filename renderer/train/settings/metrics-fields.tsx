import { MultiSelect, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import { fittingMetrics, type MetricName } from '../../../contract/training/metrics.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'

/** What is measured besides the loss; weighted only where items can weigh differently. */
export function MetricsFields({ dataset, task }: { dataset: Dataset | undefined; task: TrainedTask }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const fitting = fittingMetrics(task)
  const chosen = settings.metrics ?? []
  const { weightedMetrics, classWeight } = settings
  const weighs = classWeight !== null || dataset?.columns.some(({ role }) => role === 'weight')
  return (
    <Stack gap="sm">
      <MultiSelect
        size="xs"
        maw={560}
        label={<Explained word={t('field.metrics')} help={t('help.metrics')} />}
        placeholder={chosen.length === 0 ? t('metricsAuto') : ''}
        data={[...new Set([...fitting, ...chosen])]}
        value={chosen}
        searchable
        clearable
        hidePickedOptions
        onChange={(names) => change({ metrics: names.length ? (names as MetricName[]) : null })}
      />
      {(weighs || weightedMetrics.length > 0) && (
        <MultiSelect
          size="xs"
          maw={560}
          label={<Explained word={t('arguments:weightedField')} help={t('arguments:weighted')} />}
          placeholder={weightedMetrics.length === 0 ? t('arguments:none') : ''}
          data={[...new Set([...fitting, ...weightedMetrics])]}
          value={weightedMetrics}
          searchable
          clearable
          hidePickedOptions
          onChange={(names) => change({ weightedMetrics: names as MetricName[] })}
        />
      )}
    </Stack>
  )
}
