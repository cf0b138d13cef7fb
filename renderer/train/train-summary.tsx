import { Group, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { countItems } from '../../contract/data/count-items.ts'
import type { Dataset } from '../../contract/data/dataset.ts'
import { estimateTraining } from '../../contract/graph/estimate.ts'
import { trainedTask } from '../../contract/graph/trained-task.ts'
import type { ModelDocument } from '../../contract/model/model.ts'
import type { TrainingSettings } from '../../contract/training/training.ts'
import { duration, grouped } from '../charts/number-format.ts'
import { useCall } from '../service.ts'
import type { Problem } from './train-problems.ts'

/** What pressing Train would do, and what stands in its way. */
export function TrainSummary(props: {
  dataset: Dataset | undefined
  model: ModelDocument | undefined
  weights: string | null
  settings: TrainingSettings
  problems: Problem[]
}) {
  const { dataset, model, weights, settings, problems } = props
  const { t } = useTranslation('train')
  const counts = dataset && countItems(dataset, settings)
  const steps = counts ? Math.ceil(counts.trainItems / Math.max(1, settings.batchSize)) : 0
  return (
    <Stack gap="xs">
      <Title order={2} size="h6">
        {t('summary.title')}
      </Title>
      {counts && (
        <Text size="sm">
          {t('summary.items', {
            train: grouped(counts.trainItems),
            validation: grouped(counts.validationItems),
          })}
        </Text>
      )}
      {counts && (
        <Text size="sm">
          {t('summary.steps', { steps: grouped(steps), total: grouped(steps * settings.epochs) })}
        </Text>
      )}
      {model && <Text size="sm">{t('summary.layers', { count: model.keras.config.layers.length })}</Text>}
      {dataset && model && trainedTask(dataset, model) === 'reconstruction' && (
        <Text size="sm">{t('summary.reconstruction')}</Text>
      )}
      {dataset && model && (
        <Text size="sm">
          {t('summary.memory', { memory: (estimateTraining(model, settings).total / 1e9).toFixed(1) })}
        </Text>
      )}
      {dataset && model && !problems.some(({ severity }) => severity === 'error') && (
        <TimeNeeded dataset={dataset.id} model={model} weights={weights} settings={settings} />
      )}
      {!dataset && <Text size="sm">{t('summary.needData')}</Text>}
      {dataset && !model && <Text size="sm">{t('summary.needModel')}</Text>}
      <Stack gap={6} role="status">
        {problems.map((problem) => (
          <Group
            key={`${problem.code} ${problem.values.field ?? problem.values.argument ?? ''}`}
            gap={6}
            wrap="nowrap"
            align="flex-start"
            data-problem={problem.code}
          >
            {problem.severity === 'error' ? (
              <IconCircleX
                size={16}
                color="light-dark(#c0282d, #ff8a80)"
                style={{ flex: 'none', marginTop: 2 }}
              />
            ) : (
              <IconAlertTriangle
                size={16}
                color="light-dark(#9a6200, #f0b429)"
                style={{ flex: 'none', marginTop: 2 }}
              />
            )}
            <Text size="sm">
              {t(`severity.${problem.severity}`)}{' '}
              {t(`problem.${problem.code}`, {
                ...problem.values,
                ...(problem.values.field ? { field: t(`field.${problem.values.field}`) } : {}),
              })}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  )
}

/** How long it will take by what earlier runs took; where there are none, that is said. */
function TimeNeeded(props: {
  dataset: string
  model: ModelDocument
  weights: string | null
  settings: TrainingSettings
}) {
  const { t } = useTranslation('train')
  // Not at every key that is pressed.
  const [spec] = useDebouncedValue(props, 300)
  const { data: plan } = useCall('run.plan', spec)
  if (!plan) return null
  const { time } = plan
  return (
    <Text size="sm" data-time={time?.basis ?? 'unknown'}>
      {time
        ? t(`summary.time.${time.basis}`, {
            low: duration(time.low),
            high: duration(time.high),
            count: time.runs,
          })
        : t('summary.time.unknown')}
    </Text>
  )
}
