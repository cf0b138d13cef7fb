import { Button, MultiSelect, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EarlyStopping, ModelCheckpoint } from '../../contract/callbacks.ts'
import type { Dataset } from '../../contract/dataset.ts'
import { fittingMetrics, type MetricName } from '../../contract/metrics.ts'
import { defaultSettings, type TrainingSettings } from '../../contract/training.ts'
import { Explained } from './explained.tsx'
import { NumberField } from './number-field.tsx'
import { RateCourse } from './rate-course.tsx'
import { useTrainDraft } from './train-draft.ts'
import { watchable } from './train-problems.ts'

/** What the form begins with: Keras's own patience of 0 ends at the first epoch that is no better. */
const usualPatience = 5

const advanced = [
  'metrics',
  'earlyStopping',
  'bestCheckpoint',
  'reduceOnPlateau',
  'schedule',
  'classWeight',
  'checkpoint',
  'terminateOnNaN',
] as const satisfies (keyof TrainingSettings)[]

/** Settings that most runs leave alone; how many are not at their default is told while they are hidden. */
export function AdvancedSettings({ dataset }: { dataset: Dataset | undefined }) {
  const { t } = useTranslation('train')
  const { settings } = useTrainDraft()
  const changed = advanced.filter(
    (key) => JSON.stringify(settings[key]) !== JSON.stringify(defaultSettings[key]),
  ).length
  const [open, { toggle }] = useDisclosure(changed > 0)
  const Icon = open ? IconChevronUp : IconChevronDown
  return (
    <Stack gap="sm" align="stretch">
      <Button
        size="compact-xs"
        variant="subtle"
        w="fit-content"
        aria-expanded={open}
        rightSection={<Icon size={14} aria-hidden />}
        onClick={toggle}
      >
        {t(open ? 'advanced.hide' : 'advanced.show')}
        {!open && changed > 0 && ` · ${t('advanced.changed', { count: changed })}`}
      </Button>
      {open && (
        <Stack gap="lg">
          <Metrics dataset={dataset} />
          <Stopping dataset={dataset} />
          <Section title={t('advanced.rate')}>
            <RateCourse monitor={watchedMetric(dataset, settings)} />
          </Section>
          {dataset?.task !== 'regression' && <ClassWeights />}
          <Checkpoints />
        </Stack>
      )}
    </Stack>
  )
}

/** The callbacks of the form watch one metric: that of the first there is, else the usual one. */
const watchedMetric = (dataset: Dataset | undefined, settings: TrainingSettings): string =>
  (settings.earlyStopping ?? settings.bestCheckpoint ?? settings.reduceOnPlateau)?.monitor ??
  (watchable(dataset, settings)[0] as string)

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Text size="xs" c="dimmed" fw={600}>
        {title}
      </Text>
      {children}
    </Stack>
  )
}

function Metrics({ dataset }: { dataset: Dataset | undefined }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const fitting = fittingMetrics(dataset?.task ?? 'classification')
  const chosen = settings.metrics ?? []
  return (
    <Section title={t('advanced.measured')}>
      <MultiSelect
        size="xs"
        maw={560}
        label={<Explained word={t('field.metrics')} help={t('help.metrics')} />}
        placeholder={chosen.length === 0 ? t('metricsAuto') : ''}
        data={[...new Set([...fitting, ...chosen])]}
        value={chosen}
        onChange={(names) => change({ metrics: names.length ? (names as MetricName[]) : null })}
      />
    </Section>
  )
}

function Stopping({ dataset }: { dataset: Dataset | undefined }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const { earlyStopping, bestCheckpoint, reduceOnPlateau } = settings
  const metrics = watchable(dataset, settings)
  const watched = watchedMetric(dataset, settings)
  const watch = (monitor: string) =>
    change({
      earlyStopping: earlyStopping && { ...earlyStopping, monitor },
      bestCheckpoint: bestCheckpoint && { ...bestCheckpoint, monitor },
      reduceOnPlateau: reduceOnPlateau && { ...reduceOnPlateau, monitor },
    })
  const put = (now: Partial<EarlyStopping>) =>
    earlyStopping && change({ earlyStopping: { ...earlyStopping, ...now } })
  return (
    <Section title={t('advanced.stopping')}>
      <Switch
        size="xs"
        label={<Explained word={t('field.earlyStopping')} help={t('help.earlyStopping')} />}
        checked={earlyStopping !== null}
        onChange={(event) =>
          change({
            earlyStopping: event.currentTarget.checked
              ? EarlyStopping.parse({ monitor: watched, patience: usualPatience })
              : null,
          })
        }
      />
      {earlyStopping && (
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="sm">
          <NumberField
            field="patience"
            whole
            min={0}
            value={earlyStopping.patience}
            onChange={(patience) => patience !== null && put({ patience })}
          />
          <NumberField
            field="minDelta"
            min={0}
            step={0.001}
            value={earlyStopping.min_delta}
            onChange={(min_delta) => min_delta !== null && put({ min_delta })}
          />
          <Switch
            size="xs"
            mt="lg"
            label={<Explained word={t('field.restoreBest')} help={t('help.restoreBest')} />}
            checked={earlyStopping.restore_best_weights}
            onChange={(event) => put({ restore_best_weights: event.currentTarget.checked })}
          />
        </SimpleGrid>
      )}
      <Switch
        size="xs"
        label={<Explained word={t('field.bestCheckpoint')} help={t('help.bestCheckpoint')} />}
        checked={bestCheckpoint !== null}
        onChange={(event) =>
          change({
            bestCheckpoint: event.currentTarget.checked ? ModelCheckpoint.parse({ monitor: watched }) : null,
          })
        }
      />
      {(earlyStopping || bestCheckpoint || reduceOnPlateau) && (
        <Select
          size="xs"
          maw={280}
          label={<Explained word={t('field.monitor')} help={t('help.monitor')} />}
          allowDeselect={false}
          data={[...new Set([...metrics, watched])]}
          value={watched}
          onChange={(value) => value && watch(value)}
        />
      )}
    </Section>
  )
}

function ClassWeights() {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const { classWeight } = settings
  const choice = classWeight === null ? 'none' : classWeight === 'balanced' ? 'balanced' : 'own'
  const choices = ['none', 'balanced', ...(choice === 'own' ? ['own'] : [])]
  return (
    <Section title={t('advanced.classes')}>
      <Select
        size="xs"
        maw={280}
        label={<Explained word={t('field.classWeight')} help={t('help.classWeight')} />}
        allowDeselect={false}
        data={choices.map((value) => ({ value, label: t(`classWeight.${value}`) }))}
        value={choice}
        onChange={(value) => value !== 'own' && change({ classWeight: value === 'balanced' ? value : null })}
      />
    </Section>
  )
}

function Checkpoints() {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  return (
    <Section title={t('advanced.safety')}>
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="sm">
        <NumberField
          field="checkpointMinutes"
          min={0.1}
          value={settings.checkpoint.everyMinutes}
          onChange={(everyMinutes) => change({ checkpoint: { ...settings.checkpoint, everyMinutes } })}
        />
      </SimpleGrid>
      <Switch
        size="xs"
        label={<Explained word={t('field.terminateOnNaN')} help={t('help.terminateOnNaN')} />}
        checked={settings.terminateOnNaN}
        onChange={(event) => change({ terminateOnNaN: event.currentTarget.checked })}
      />
    </Section>
  )
}
