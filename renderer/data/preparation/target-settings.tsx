import { ActionIcon, Group, Stack, Text } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { targetStep } from '../../../contract/data/recipe-steps.ts'
import { cellText } from '../../charts/number-format.ts'
import classes from './preparation.module.css'
import { Choice, Toggle } from './settings.tsx'
import type { Preparation } from './use-preparation.ts'

/** More classes than this are not put into an order by hand. */
const mostOrdered = 12

/** How a value is scaled to be learnt, or which number each class has. */
export function TargetSettings({ dataset, preparation }: { dataset: Dataset; preparation: Preparation }) {
  const { t } = useTranslation('preparation')
  const { draft, change, preview } = preparation
  const { recipe } = draft
  if (dataset.task === 'regression') {
    const target = targetStep(recipe)
    const [first] = preview?.rows ?? []
    return (
      <Stack gap={6}>
        <Group gap="md">
          <Choice
            {...{ label: t('scale'), group: 'scale', value: target.scale }}
            words={['standardise', 'min-max', 'none'] as const}
            onChange={(scale) => change({ recipe: { ...recipe, target: { ...target, scale } } })}
          />
          <Toggle
            {...{ label: t('log'), checked: target.log }}
            onChange={(log) => change({ recipe: { ...recipe, target: { ...target, log } } })}
          />
          {first?.target && (
            <Text size="xs" title={first.target.before}>
              {cellText(first.target.before)} → {Number(first.target.after.toPrecision(4))}
            </Text>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {t('targetHelp')}
        </Text>
      </Stack>
    )
  }
  const labels = recipe.labels ?? dataset.classes
  if (labels.length > mostOrdered) return null
  const several = dataset.task === 'multilabel'
  const raise = (at: number) => {
    const next = [...labels]
    next.splice(at - 1, 0, ...next.splice(at, 1))
    change({ recipe: { ...recipe, labels: next.join('\0') === dataset.classes.join('\0') ? null : next } })
  }
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed">
        {t(several ? 'severalHelp' : 'labelsHelp')}
      </Text>
      <Group gap="md" aria-label={t('labels')} role="list">
        {labels.map((label, at) => (
          <Group key={label} gap={6} wrap="nowrap" role="listitem">
            <span className={classes.classNumber}>{at}</span>
            <Text size="sm" truncate maw={200} title={label}>
              {label}
            </Text>
            {at > 0 && (
              <ActionIcon
                size="sm"
                variant="subtle"
                aria-label={t('raise', { label })}
                title={t('raise', { label })}
                onClick={() => raise(at)}
              >
                <IconArrowUp size={14} stroke={1.5} />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Group>
    </Stack>
  )
}
