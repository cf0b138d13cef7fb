import { Button, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import { lossDefaults } from '../../../contract/training/losses.ts'
import { optimizerDefaults } from '../../../contract/training/optimizers.ts'
import { defaultSettings, type TrainingSettings } from '../../../contract/training/training.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'
import { ArgumentFields } from './argument-fields.tsx'
import { ClassWeights } from './class-weights-field.tsx'
import { DeviceFields } from './device-fields.tsx'
import { MetricsFields } from './metrics-fields.tsx'
import { NumberField } from './number-field.tsx'
import { RateCourse } from './rate-course.tsx'
import { StoppingFields, watchedMetric } from './stopping-fields.tsx'

const advanced = [
  'optimizerSettings',
  'lossSettings',
  'metrics',
  'weightedMetrics',
  'earlyStopping',
  'bestCheckpoint',
  'reduceOnPlateau',
  'schedule',
  'classWeight',
  'dtypePolicy',
  'gpuMemoryGrowth',
  'checkpoint',
  'terminateOnNaN',
] as const satisfies (keyof TrainingSettings)[]

/** Settings that most runs leave alone; how many are not at their default is told while they are hidden. */
export function AdvancedSettings({ dataset, task }: { dataset: Dataset | undefined; task: TrainedTask }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
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
        ml={-8}
        aria-expanded={open}
        rightSection={<Icon size={14} aria-hidden />}
        onClick={toggle}
      >
        {t(open ? 'advanced.hide' : 'advanced.show')}
        {!open && changed > 0 && ` · ${t('advanced.changed', { count: changed })}`}
      </Button>
      {open && (
        <Stack gap="lg">
          <ArgumentFields
            title={t('arguments:optimizer', { name: t(`optimizer.${settings.optimizer}`) })}
            defaults={optimizerDefaults[settings.optimizer]}
            given={settings.optimizerSettings}
            onChange={(optimizerSettings) => change({ optimizerSettings })}
          />
          {settings.loss && (
            <ArgumentFields
              title={t('arguments:loss', { name: t(`loss.${settings.loss}`) })}
              defaults={lossDefaults(settings.loss)}
              given={settings.lossSettings}
              onChange={(lossSettings) => change({ lossSettings })}
            />
          )}
          <Section title={t('advanced.measured')}>
            <MetricsFields dataset={dataset} task={task} />
          </Section>
          <Section title={t('advanced.stopping')}>
            <StoppingFields dataset={dataset} task={task} />
          </Section>
          <Section title={t('advanced.rate')}>
            <RateCourse monitor={watchedMetric(dataset, task, settings)} />
          </Section>
          {task === 'classification' && (
            <Section title={t('advanced.classes')}>
              <ClassWeights dataset={dataset} />
            </Section>
          )}
          <Section title={t('arguments:device')}>
            <DeviceFields />
          </Section>
          <Checkpoints />
        </Stack>
      )}
    </Stack>
  )
}

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
