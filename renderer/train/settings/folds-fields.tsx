import { Group, NumberInput, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { Folds } from '../../../contract/data/folds.ts'
import { Explained } from '../../shell/explained.tsx'
import { useTrainDraft } from '../train-draft.ts'

/** The folds that a data set is cross-validated by before anything is said: those of its split, or its groups. */
export function usualFolds({ split }: Pick<Dataset, 'split'> | { split: null }): Folds {
  if (split?.kind !== 'k-fold') return Folds.parse({ group: split?.group ?? null })
  const { folds, stratified, shuffle, group } = split
  return { folds, stratified, shuffle, group }
}

/** How items are dealt out into folds, and which are trained. */
export function FoldsFields({ dataset, folds }: { dataset: Dataset | undefined; folds: Folds }) {
  const { t } = useTranslation('folds')
  const { settings, change } = useTrainDraft()
  const put = (part: Partial<Folds>) => change({ folds: { ...folds, ...part } })
  return (
    <Group gap="md" align="flex-end">
      <NumberInput
        size="xs"
        w={120}
        label={<Explained word={t('count')} help={t('countHelp')} />}
        min={2}
        max={100}
        allowDecimal={false}
        clampBehavior="blur"
        value={folds.folds}
        onChange={(value) => Number(value) >= 2 && put({ folds: Number(value) })}
      />
      <NumberInput
        size="xs"
        w={120}
        label={<Explained word={t('only')} help={t('onlyHelp')} />}
        placeholder={t('all')}
        min={1}
        max={folds.folds}
        allowDecimal={false}
        clampBehavior="blur"
        value={settings.fold === null ? '' : settings.fold + 1}
        onChange={(value) => change({ fold: value === '' ? null : Number(value) - 1 })}
      />
      {!dataset?.series && (
        <Switch
          size="xs"
          pb={6}
          label={<Explained word={t('shuffle')} help={t('shuffleHelp')} />}
          checked={folds.shuffle}
          onChange={(event) => put({ shuffle: event.currentTarget.checked })}
        />
      )}
      {!dataset?.series && dataset?.task === 'classification' && (
        <Switch
          size="xs"
          pb={6}
          label={<Explained word={t('stratified')} help={t('stratifiedHelp')} />}
          checked={folds.stratified}
          onChange={(event) => put({ stratified: event.currentTarget.checked })}
        />
      )}
    </Group>
  )
}
