import { NumberInput, Select, SimpleGrid, Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import { EarlyStopping, ModelCheckpoint } from '../../../contract/training/callbacks.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'
import { watchable } from '../train-problems.ts'
import { NumberField } from './number-field.tsx'

/** What the form begins with: Keras's own patience of 0 ends at the first epoch that is no better. */
const usualPatience = 5
const modes = ['auto', 'min', 'max'] as const

/** The callbacks of the form watch one metric: that of the first there is, else the usual one. */
export const watchedMetric = (
  dataset: Dataset | undefined,
  task: TrainedTask,
  settings: TrainingSettings,
): string =>
  (settings.earlyStopping ?? settings.bestCheckpoint ?? settings.reduceOnPlateau)?.monitor ??
  (watchable(dataset, task, settings)[0] as string)

/** Early stopping and the best weights, and the one metric they watch. */
export function StoppingFields({ dataset, task }: { dataset: Dataset | undefined; task: TrainedTask }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const { earlyStopping, bestCheckpoint, reduceOnPlateau } = settings
  const metrics = watchable(dataset, task, settings)
  const watched = watchedMetric(dataset, task, settings)
  const watch = (now: Pick<EarlyStopping, 'monitor'> | Pick<EarlyStopping, 'mode'>) =>
    change({
      earlyStopping: earlyStopping && { ...earlyStopping, ...now },
      bestCheckpoint: bestCheckpoint && { ...bestCheckpoint, ...now },
      reduceOnPlateau: reduceOnPlateau && { ...reduceOnPlateau, ...now },
    })
  const put = (now: Partial<EarlyStopping>) =>
    earlyStopping && change({ earlyStopping: { ...earlyStopping, ...now } })
  return (
    <Stack gap="sm">
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
          <NumberInput
            size="xs"
            label={<Explained word={t('arguments:baseline')} help={t('arguments:baselineHelp')} />}
            placeholder={t('arguments:none')}
            decimalScale={8}
            value={earlyStopping.baseline ?? ''}
            onChange={(value) => put({ baseline: value === '' ? null : Number(value) })}
          />
          <NumberInput
            size="xs"
            label={<Explained word={t('arguments:startFrom')} help={t('arguments:startFromHelp')} />}
            min={0}
            allowDecimal={false}
            clampBehavior="blur"
            value={earlyStopping.start_from_epoch}
            onChange={(value) => put({ start_from_epoch: Number(value) })}
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
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md">
          <Select
            size="xs"
            label={<Explained word={t('field.monitor')} help={t('help.monitor')} />}
            allowDeselect={false}
            data={[...new Set([...metrics, watched])]}
            value={watched}
            error={!metrics.includes(watched) && t('monitorGone')}
            onChange={(monitor) => monitor && watch({ monitor })}
          />
          <Select
            size="xs"
            label={<Explained word={t('arguments:mode')} help={t('arguments:modeHelp')} />}
            allowDeselect={false}
            data={modes.map((value) => ({ value, label: t(`arguments:modes.${value}`) }))}
            value={(earlyStopping ?? bestCheckpoint ?? reduceOnPlateau)?.mode ?? 'auto'}
            onChange={(mode) => mode && watch({ mode })}
          />
        </SimpleGrid>
      )}
    </Stack>
  )
}
