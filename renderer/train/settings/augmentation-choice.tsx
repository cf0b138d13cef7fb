import { Anchor, Group, Select, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import {
  type Augmentation,
  augmentationPresets,
  textPresets,
  varying,
} from '../../../contract/data/augmentation.ts'
import { canBeAugmented, type Dataset, readsText } from '../../../contract/data/dataset.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'

/** How this run varies what it trains on: as the data set has it, or by a preset. Nothing for data that cannot be varied. */
export function AugmentationChoice({ dataset }: { dataset: Dataset | undefined }) {
  const { t } = useTranslation('augmentation')
  const { settings, change } = useTrainDraft()
  if (!dataset || !canBeAugmented(dataset)) return null
  const presets: Record<string, Augmentation> = readsText(dataset) ? textPresets : augmentationPresets
  const { augmentation } = settings
  const written = JSON.stringify(augmentation)
  const named = Object.keys(presets).find((name) => JSON.stringify(presets[name]) === written)
  const choice = augmentation === null ? 'dataset' : (named ?? 'run')
  const own = dataset.augmentation && varying(dataset.augmentation).length > 0
  const told = varying(augmentation ?? dataset.augmentation ?? (presets.none as Augmentation))
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <Select
        size="xs"
        w={280}
        label={<Explained word={t('train')} help={t('trainHelp')} />}
        allowDeselect={false}
        data={[
          { value: 'dataset', label: t(own ? 'ofDataset' : 'ofDatasetNone') },
          ...Object.keys(presets).map((name) => ({ value: name, label: t(`preset.${name}`) })),
          ...(choice === 'run' ? [{ value: 'run', label: t('ofRun') }] : []),
        ]}
        value={choice}
        onChange={(name) => {
          if (name === 'dataset') change({ augmentation: null })
          else if (name && name !== 'run') change({ augmentation: presets[name] as Augmentation })
        }}
      />
      <Text size="xs" c="dimmed" lineClamp={2} pb={6}>
        {told.map(([name, value]) => `${name}=${[value].flat().join('–')}`).join(', ')}{' '}
        <Anchor component={Link} size="xs" to={`/data/${encodeURIComponent(dataset.id)}?tab=augmentation`}>
          {t('preview')}
        </Anchor>
      </Text>
    </Group>
  )
}
