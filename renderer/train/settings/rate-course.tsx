import { Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReduceLROnPlateau } from '../../../contract/training/callbacks.ts'
import { defaultLearningRate } from '../../../contract/training/optimizers.ts'
import { LearningRateSchedule, scheduleKinds } from '../../../contract/training/schedules.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'
import { NumberField } from './number-field.tsx'

/** Which course the learning rate takes: constant, lowered on a plateau, or one of Keras's schedules. */
export function RateCourse({ monitor }: { monitor: string }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const { schedule, reduceOnPlateau } = settings
  const choose = (course: string) =>
    change({
      reduceOnPlateau: course === 'plateau' ? ReduceLROnPlateau.parse({ monitor }) : null,
      schedule: course === 'constant' || course === 'plateau' ? null : firstSchedule(course, settings),
    })
  return (
    <Stack gap="sm">
      <Select
        size="xs"
        maw={280}
        label={<Explained word={t('field.rateCourse')} help={t('help.rateCourse')} />}
        allowDeselect={false}
        data={['constant', 'plateau', ...scheduleKinds].map((value) => ({
          value,
          label: t(`rate.${value}`),
        }))}
        value={schedule?.kind ?? (reduceOnPlateau ? 'plateau' : 'constant')}
        onChange={(value) => value && choose(value)}
      />
      {reduceOnPlateau && (
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="sm">
          <PlateauFields plateau={reduceOnPlateau} onChange={(now) => change({ reduceOnPlateau: now })} />
        </SimpleGrid>
      )}
      {schedule && (
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="sm">
          <ScheduleFields schedule={schedule} onChange={(now) => change({ schedule: now })} />
        </SimpleGrid>
      )}
    </Stack>
  )
}

/** A schedule of this kind with Keras's defaults; one with values of its own begins with the learning rate there is. */
function firstSchedule(kind: string, { learningRate, optimizer }: TrainingSettings): LearningRateSchedule {
  const rate = learningRate ?? defaultLearningRate[optimizer]
  const own = kind === 'PiecewiseConstantDecay' ? { boundaries: [1000], values: [rate, rate / 10] } : {}
  return LearningRateSchedule.parse({ kind, ...own })
}

function PlateauFields(props: { plateau: ReduceLROnPlateau; onChange: (now: ReduceLROnPlateau) => void }) {
  const { plateau } = props
  const put = (change: Partial<ReduceLROnPlateau>) => props.onChange({ ...plateau, ...change })
  const number = (field: string, key: keyof ReduceLROnPlateau, more: object = {}) => (
    <NumberField
      field={field}
      value={plateau[key] as number}
      min={0}
      onChange={(value) => value !== null && put({ [key]: value })}
      {...more}
    />
  )
  return (
    <>
      {number('patience', 'patience', { whole: true })}
      {number('factor', 'factor', { min: 0.01, max: 0.99, step: 0.1 })}
      {number('minRate', 'min_lr', { step: 0.0001 })}
      {number('cooldown', 'cooldown', { whole: true })}
    </>
  )
}

/** The fields of each setting of a schedule, by its Keras name. */
const fieldOf: Record<string, { field: string; whole?: boolean; max?: number; step?: number }> = {
  decay_steps: { field: 'decaySteps', whole: true, step: 100 },
  first_decay_steps: { field: 'firstDecaySteps', whole: true, step: 100 },
  decay_rate: { field: 'decayRate', step: 0.01 },
  end_learning_rate: { field: 'endRate', step: 0.0001 },
  power: { field: 'power', step: 0.5 },
  alpha: { field: 'alpha', max: 1, step: 0.05 },
  warmup_target: { field: 'warmupTarget', step: 0.001 },
  warmup_steps: { field: 'warmupSteps', whole: true, step: 100 },
  t_mul: { field: 'tMul', step: 0.5 },
  m_mul: { field: 'mMul', step: 0.1 },
}
const mayBeEmpty: Record<string, string> = {
  decay_steps: 'allSteps',
  first_decay_steps: 'allSteps',
  warmup_target: 'noWarmup',
}

function ScheduleFields(props: {
  schedule: LearningRateSchedule
  onChange: (now: LearningRateSchedule) => void
}) {
  const { t } = useTranslation('train')
  const put = (name: string, value: unknown) =>
    props.onChange({ ...props.schedule, [name]: value } as LearningRateSchedule)
  return Object.entries(props.schedule).map(([name, value]) => {
    if (name === 'kind') return null
    if (typeof value === 'boolean')
      return (
        <Switch
          key={name}
          size="xs"
          mt="lg"
          label={<Explained word={t(`field.${name}`)} help={t(`help.${name}`)} />}
          checked={value}
          onChange={(event) => put(name, event.currentTarget.checked)}
        />
      )
    if (Array.isArray(value)) return <ListField key={name} name={name} value={value} onChange={put} />
    const { field, ...more } = fieldOf[name] ?? { field: name }
    const empty = mayBeEmpty[name]
    return (
      <NumberField
        key={name}
        field={field}
        min={0}
        value={value}
        {...(empty ? { placeholder: t(empty) } : {})}
        onChange={(given) => (given !== null || empty) && put(name, given)}
        {...more}
      />
    )
  })
}

/** Numbers with commas between them, taken over while they can be read. */
function ListField(props: {
  name: string
  value: number[]
  onChange: (name: string, value: number[]) => void
}) {
  const { t } = useTranslation('train')
  const [text, setText] = useState(props.value.join(', '))
  const read = (given: string) =>
    given
      .split(/[,，\s]+/)
      .filter(Boolean)
      .map(Number)
  return (
    <TextInput
      size="xs"
      label={<Explained word={t(`field.${props.name}`)} help={t(`help.${props.name}`)} />}
      value={text}
      error={read(text).some((one) => !Number.isFinite(one))}
      onChange={(event) => {
        setText(event.currentTarget.value)
        const numbers = read(event.currentTarget.value)
        if (numbers.length > 0 && numbers.every(Number.isFinite)) props.onChange(props.name, numbers)
      }}
    />
  )
}
