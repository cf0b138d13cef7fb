import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  type ColumnRecipe,
  dateParts,
  type NumberRecipe,
  numberFills,
  numberScales,
} from '../../../contract/data/preprocessing.ts'
import { Amount, Choice, Toggle } from './settings.tsx'

interface Props {
  name: string
  step: ColumnRecipe
  onChange: (step: ColumnRecipe) => void
}

/** What may be set of a column's step, in the order in which it is applied. */
export function ColumnSettings({ name, step, onChange }: Props) {
  const { t } = useTranslation('preparation')
  switch (step.kind) {
    case 'number':
      return <NumberSettings name={name} step={step} onChange={onChange} />
    case 'one-hot':
      return (
        <Group gap="sm">
          <Choice
            {...{ of: name, label: t('impute'), group: 'levelFill', value: step.impute }}
            words={['none', 'most-frequent', 'constant'] as const}
            onChange={(impute) => onChange({ ...step, impute, outputs: null })}
          />
          <Amount
            {...{
              of: name,
              label: t('minFrequency'),
              value: step.minFrequency,
              min: 1,
              whole: true,
              width: 64,
            }}
            onChange={(minFrequency) => onChange({ ...step, minFrequency, outputs: null })}
          />
          <Amount
            {...{
              of: name,
              label: t('maxLevels'),
              value: step.maxLevels,
              min: 2,
              max: 10_000,
              whole: true,
              width: 64,
            }}
            onChange={(maxLevels) => onChange({ ...step, maxLevels, outputs: null })}
          />
        </Group>
      )
    case 'hash':
      return (
        <Amount
          {...{ of: name, label: t('buckets'), value: step.buckets, min: 2, max: 10_000, whole: true }}
          onChange={(buckets) => buckets && buckets >= 2 && onChange({ ...step, buckets })}
        />
      )
    case 'date':
      return (
        <Group gap="sm">
          {dateParts.map((part) => (
            <Toggle
              key={part}
              {...{ of: name, label: t(`choice.datePart.${part}`), checked: step.parts.includes(part) }}
              onChange={(on) => {
                const parts = dateParts.filter((one) => (one === part ? on : step.parts.includes(one)))
                if (parts.length) onChange({ ...step, parts })
              }}
            />
          ))}
          <Toggle
            {...{ of: name, label: t('cyclic'), checked: step.cyclic }}
            onChange={(cyclic) => onChange({ ...step, cyclic })}
          />
        </Group>
      )
    default:
      return null
  }
}

function NumberSettings({
  name,
  step,
  onChange,
}: {
  name: string
  step: NumberRecipe
  onChange: Props['onChange']
}) {
  const { t } = useTranslation('preparation')
  const { clip } = step
  const bound = (side: 'low' | 'high') => (
    <Amount
      {...{ of: name, label: t(side), value: clip?.[side] ?? null, width: 72 }}
      {...(clip?.by === 'quantiles' ? { min: 0, max: 1, step: 0.01 } : {})}
      onChange={(value) => {
        if (clip?.by === 'bounds') onChange({ ...step, clip: { ...clip, [side]: value } })
        else if (clip && value !== null) onChange({ ...step, clip: { ...clip, [side]: value } })
      }}
    />
  )
  return (
    <Group gap="sm">
      <Choice
        {...{ of: name, label: t('impute'), group: 'fill', value: step.impute, words: numberFills }}
        onChange={(impute) => onChange({ ...step, impute })}
      />
      {step.impute === 'constant' && (
        <Amount
          {...{ of: name, label: t('constant'), value: step.fill }}
          onChange={(fill) => onChange({ ...step, fill: fill ?? 0 })}
        />
      )}
      <Choice
        {...{ of: name, label: t('clip'), group: 'clip', value: clip?.by ?? 'none' }}
        words={['none', 'bounds', 'quantiles'] as const}
        onChange={(by) =>
          onChange({
            ...step,
            clip:
              by === 'none'
                ? null
                : by === 'bounds'
                  ? { by, low: null, high: null }
                  : { by, low: 0.01, high: 0.99 },
          })
        }
      />
      {clip && bound('low')}
      {clip && bound('high')}
      <Choice
        {...{ of: name, label: t('scale'), group: 'scale', value: step.scale, words: numberScales }}
        onChange={(scale) => onChange({ ...step, scale })}
      />
      <Toggle
        {...{ of: name, label: t('log'), checked: step.log }}
        onChange={(log) => onChange({ ...step, log })}
      />
      <Toggle
        {...{ of: name, label: t('indicator'), checked: step.indicator }}
        onChange={(indicator) => onChange({ ...step, indicator })}
      />
    </Group>
  )
}
