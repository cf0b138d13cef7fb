import { Anchor, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CrossValidation } from '../../../contract/training/cross-validation.ts'
import { endedStatuses } from '../../../contract/training/run.ts'
import { full, short } from '../../charts/number-format.ts'
import { useCall } from '../../service.ts'
import classes from '../runs.module.css'

/** More metrics than this have no room in one line. */
const mostMetrics = 3

/** Each cross-validation in one line: how many of its folds are measured, and what they come to together. */
export function CrossValidations() {
  const { t } = useTranslation('folds')
  const { data } = useCall('run.crossValidations', {})
  if (!data?.length) return null
  return (
    <details className={classes.crossValidations} open={data.length <= 3}>
      <summary>
        <Text span size="sm" fw={600}>
          {t('title', { count: data.length })}
        </Text>
      </summary>
      <ul>
        {data.map((one) => (
          <li key={one.id}>
            <OneLine found={one} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function OneLine({ found }: { found: CrossValidation }) {
  const { t } = useTranslation('folds')
  const { name, datasetName, modelName, folds, runs, summary } = found
  const measured = runs.filter(({ metrics }) => metrics !== null).length
  const busy = runs.some(({ status }) => !endedStatuses.includes(status))
  // A run of it that has something to show.
  const shown = runs.find(({ status }) => status === 'training') ?? runs[0]
  return (
    <Group gap="md" wrap="nowrap">
      <Anchor
        component={Link}
        to={`/runs/${shown?.run}?tab=folds`}
        className={classes.crossName}
        title={name}
      >
        {name}
      </Anchor>
      <Text size="xs" c="dimmed" truncate title={`${datasetName} · ${modelName}`}>
        {datasetName} · {modelName}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {t(busy ? 'going' : 'done', { measured, folds })}
      </Text>
      {Object.entries(summary)
        .slice(0, mostMetrics)
        .map(([metric, { mean, std }]) => (
          <Text
            key={metric}
            size="xs"
            title={`${full(mean)} ± ${full(std)}`}
            style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
          >
            <Text span size="xs" c="dimmed">
              {metric}
            </Text>{' '}
            {short(mean)} ± {short(std)}
          </Text>
        ))}
    </Group>
  )
}
