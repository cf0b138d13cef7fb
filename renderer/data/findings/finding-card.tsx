import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Finding, FindingAct } from '../../../contract/data/findings.ts'
import { short } from '../../charts/number-format.ts'
import { useSkippedText } from '../import/plan-summary.tsx'
import { FindingExamples } from './finding-examples.tsx'
import classes from './findings.module.css'

const icons = { serious: IconAlertOctagon, warning: IconAlertTriangle, note: IconInfoCircle }

/** One finding: what it is, what it means, examples of it, and what can be done. */
export function FindingCard(props: {
  dataset: Dataset
  finding: Finding
  ignored: boolean
  disabled: boolean
  onAct: (act: FindingAct) => void
}) {
  const { dataset, finding, ignored, disabled, onAct } = props
  const { t } = useTranslation('findings')
  const { code, severity, count, acts, groups } = finding
  const Icon = icons[severity]
  const reasonOf = useSkippedText()
  const values = Object.fromEntries<string | number>(
    Object.entries(finding.values).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? short(value) : value,
    ]),
  )
  // The service says why in English; the window has the words of the data set's own notes.
  const [left] = dataset.skipped
  if (code === 'left-out-files' && left) values.reason = reasonOf(left)
  const shown: FindingAct[] = ignored ? ['recall'] : acts
  return (
    <li className={classes.card} data-finding={finding.id}>
      <span className={classes.severity} data-severity={severity}>
        <Icon size={16} aria-hidden /> {t(`severities.${severity}`)}
      </span>
      <div className={classes.words}>
        <div>
          <Title order={2} size="sm">
            {t(`heads.${code}`, { ...values, count })}
          </Title>
          <Text size="sm">{t(`means.${code}`, { ...values, count })}</Text>
        </div>
        {!ignored && groups.length > 0 && <FindingExamples dataset={dataset} finding={finding} />}
        <Group gap="xs">
          {shown.map((act, at) => (
            <Button
              key={act}
              size="xs"
              variant={at === 0 && act !== 'ignore' ? 'light' : 'default'}
              disabled={disabled}
              onClick={() => onAct(act)}
            >
              {t(`acts.${act}`, { count, column: values.column })}
            </Button>
          ))}
          {groups.length > 0 && !ignored && (
            <Anchor
              component={Link}
              size="sm"
              to={`/data/${dataset.id}?tab=samples&finding=${encodeURIComponent(finding.id)}`}
            >
              {t('showAll')}
            </Anchor>
          )}
        </Group>
      </div>
    </li>
  )
}
