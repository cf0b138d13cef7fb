import { NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { countItems } from '../../../contract/data/count-items.ts'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import { Loss } from '../../../contract/training/losses.ts'
import {
  defaultLearningRate,
  OptimizerName,
  optimizerDefaults,
} from '../../../contract/training/optimizers.ts'
import { SplitKind, type TrainingSettings } from '../../../contract/training/training.ts'
import { grouped } from '../../charts/number-format.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'
import { AdvancedSettings } from './advanced-settings.tsx'
import { AugmentationChoice } from './augmentation-choice.tsx'
import { FoldsFields, usualFolds } from './folds-fields.tsx'

const numberOrNull = (value: string | number) => (value === '' ? null : Number(value))

/** Another optimizer, with those of the arguments given so far that it has too. */
const withOptimizer = ({ optimizerSettings }: TrainingSettings, optimizer: OptimizerName) => ({
  optimizer,
  optimizerSettings: Object.fromEntries(
    Object.entries(optimizerSettings).filter(([name]) => name in optimizerDefaults[optimizer]),
  ),
})

/** How to train: every field has a default that works and a sentence that says what it does. */
export function SettingsForm({ dataset, task }: { dataset: Dataset | undefined; task: TrainedTask }) {
  const { t } = useTranslation('train')
  const { settings, change } = useTrainDraft()
  const label = (field: string) => <Explained word={t(`field.${field}`)} help={t(`help.${field}`)} />
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="sm">
        <NumberInput
          size="xs"
          label={label('epochs')}
          min={1}
          max={100_000}
          allowDecimal={false}
          clampBehavior="blur"
          value={settings.epochs}
          onChange={(value) => change({ epochs: Number(value) })}
        />
        <NumberInput
          size="xs"
          label={label('batchSize')}
          min={1}
          max={65_536}
          allowDecimal={false}
          clampBehavior="blur"
          value={settings.batchSize}
          onChange={(value) => change({ batchSize: Number(value) })}
        />
        <Select
          size="xs"
          label={label('optimizer')}
          allowDeselect={false}
          data={OptimizerName.options.map((value) => ({ value, label: t(`optimizer.${value}`) }))}
          value={settings.optimizer}
          onChange={(value) => value && change(withOptimizer(settings, value as OptimizerName))}
        />
        <NumberInput
          size="xs"
          label={label('learningRate')}
          placeholder={t('auto', { value: defaultLearningRate[settings.optimizer] })}
          min={0}
          max={100}
          step={0.0001}
          decimalScale={8}
          value={settings.learningRate ?? ''}
          onChange={(value) => change({ learningRate: numberOrNull(value) })}
        />
        <Select
          size="xs"
          label={label('loss')}
          allowDeselect={false}
          data={[
            { value: '', label: t('lossAuto') },
            ...Loss.options.map((value) => ({ value, label: t(`loss.${value}`) })),
          ]}
          value={settings.loss ?? ''}
          onChange={(value) => change({ loss: (value || null) as Loss | null, lossSettings: {} })}
        />
        <NumberInput
          size="xs"
          label={label('seed')}
          placeholder={t('seedAuto')}
          min={0}
          max={2 ** 31 - 1}
          allowDecimal={false}
          value={settings.seed ?? ''}
          onChange={(value) => change({ seed: numberOrNull(value) })}
        />
      </SimpleGrid>
      <Validation dataset={dataset} />
      <Switch
        size="xs"
        label={label('shuffle')}
        checked={settings.shuffle}
        onChange={(event) => change({ shuffle: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label={label('compile')}
        checked={settings.compile}
        onChange={(event) => change({ compile: event.currentTarget.checked })}
      />
      <AugmentationChoice dataset={dataset} />
      <AdvancedSettings dataset={dataset} task={task} />
    </Stack>
  )
}

/** Where the validation items come from. */
function Validation({ dataset }: { dataset: Dataset | undefined }) {
  const { t } = useTranslation(['train', 'folds'])
  const { settings, change } = useTrainDraft()
  const { validationSplit: split, folds } = settings
  const choice = folds ? 'folds' : split === null ? 'own' : split === 0 ? 'none' : 'share'
  const counts = dataset && countItems(dataset, settings)
  // Numbers have no classes whose shares could be kept: the service then splits at random.
  // What comes later in time must not be learnt from: of a time series the last items are held out, whatever is asked for.
  const kinds = dataset?.series
    ? (['last'] as const)
    : SplitKind.options.filter((kind) => kind !== 'stratified' || dataset?.task !== 'regression')
  const usesSplit = choice === 'share' || (choice === 'own' && (!counts || counts.from === 'split'))
  return (
    <Stack gap={6}>
      <Text size="xs" fw={500} component="div">
        <Explained word={t('field.validation')} help={t('help.validation')} />
      </Text>
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t('field.validation')}
        value={choice}
        onChange={(value) =>
          change({
            validationSplit: value === 'none' ? 0 : value === 'share' ? 0.2 : null,
            folds: value === 'folds' ? usualFolds(dataset ?? { split: null }) : null,
            fold: null,
            ...(value === 'own' || value === 'folds' ? { splitKind: null } : {}),
          })
        }
        data={[
          ...['own', 'share', 'none'].map((value) => ({ value, label: t(`validation.${value}`) })),
          { value: 'folds', label: t('folds:choice') },
        ]}
      />
      {counts && (
        <Text size="xs" c="dimmed">
          {t(`validationFrom.${counts.from}`, { items: grouped(counts.validationItems) })}
        </Text>
      )}
      {folds && <FoldsFields dataset={dataset} folds={folds} />}
      {folds?.group && (
        <Text size="xs" c="dimmed">
          {t('folds:grouped')}
        </Text>
      )}
      {counts?.from === 'kept' && dataset?.split?.kind === 'k-fold' && (
        <NumberInput
          size="xs"
          w={180}
          label={<Explained word={t('field.fold')} help={t('help.fold', { folds: dataset.split.folds })} />}
          min={1}
          max={dataset.split.folds}
          allowDecimal={false}
          clampBehavior="blur"
          value={(settings.fold ?? dataset.split.fold) + 1}
          onChange={(value) => Number(value) > 0 && change({ fold: Number(value) - 1 })}
        />
      )}
      {usesSplit && (
        <SimpleGrid cols={{ base: 2, lg: 3 }}>
          {choice === 'share' && (
            <NumberInput
              size="xs"
              label={<Explained word={t('field.split')} help={t('help.split')} />}
              min={0.01}
              max={0.9}
              step={0.05}
              decimalScale={3}
              clampBehavior="blur"
              value={split ?? 0.2}
              onChange={(value) => Number(value) > 0 && change({ validationSplit: Number(value) })}
            />
          )}
          <Select
            size="xs"
            label={<Explained word={t('field.splitKind')} help={t('help.splitKind')} />}
            allowDeselect={false}
            data={kinds.map((value) => ({ value, label: t(`splitKind.${value}`) }))}
            value={kinds.find((kind) => kind === settings.splitKind) ?? kinds[0]}
            onChange={(value) => value && change({ splitKind: value as typeof settings.splitKind })}
          />
        </SimpleGrid>
      )}
    </Stack>
  )
}
