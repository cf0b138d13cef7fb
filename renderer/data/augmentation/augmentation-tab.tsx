import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  type Augmentation,
  augmentationPresets,
  noAugmentation,
  textPresets,
  varying,
} from '../../../contract/data/augmentation.ts'
import { type Dataset, readsText } from '../../../contract/data/dataset.ts'
import { useAction } from '../../service.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import classes from './augmentation.module.css'
import { useAugmentationDraft } from './augmentation-draft.ts'
import { type FieldControl, pictureGroups, textGroups } from './augmentation-fields.ts'
import { PreviewGrid } from './preview-grid.tsx'
import { SettingRow } from './setting-row.tsx'

const same = (one: Augmentation, other: Augmentation) => JSON.stringify(one) === JSON.stringify(other)

/** How pictures and texts are varied while they are trained on: settings on the left, what they do on the right. */
export function AugmentationTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('augmentation')
  const { drafts, seed, set, setSeed } = useAugmentationDraft()
  const save = useAction('dataset.augment')
  const stored = dataset.augmentation ?? noAugmentation
  const value = drafts[dataset.id] ?? stored
  const texts = readsText(dataset)
  const presets: Record<string, Augmentation> = texts ? textPresets : augmentationPresets
  const preset = Object.keys(presets).find((name) => same(presets[name] as Augmentation, value)) ?? 'own'
  const groups: Record<string, readonly FieldControl[]> = texts ? textGroups : pictureGroups
  const change = (next: Augmentation) => set(dataset.id, same(next, stored) ? null : next)
  const changed = !same(value, stored)
  return (
    <div className={classes.tab}>
      <Stack gap="md" className={classes.form}>
        <Text size="xs" c="dimmed">
          {t(texts ? 'aboutTexts' : 'about')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('presets')}
          value={preset}
          onChange={(name) => name !== 'own' && change(presets[name] as Augmentation)}
          data={[...Object.keys(presets), ...(preset === 'own' ? ['own'] : [])].map((name) => ({
            value: name,
            label: t(`preset.${name}`),
          }))}
        />
        {Object.entries(groups).map(([group, fields]) => (
          <section key={group} className={classes.group}>
            <Text size="xs" c="dimmed" fw={600}>
              {t(`group.${group}`)}
            </Text>
            {fields
              .filter(({ name }) => name !== 'cval' || value.fill_mode === 'constant' || value.cutout > 0)
              .map((field) => (
                <SettingRow
                  key={field.name}
                  field={field}
                  value={value}
                  onChange={(now) => change({ ...value, ...now })}
                />
              ))}
          </section>
        ))}
        {save.error && <FailureNotice failure={save.error} />}
        <Group gap="xs" className={classes.save}>
          <Button
            size="xs"
            disabled={!changed}
            loading={save.isPending}
            onClick={() =>
              save.mutate({ id: dataset.id, augmentation: value }, { onSuccess: () => set(dataset.id, null) })
            }
          >
            {t('keep')}
          </Button>
          <Button size="xs" variant="default" disabled={!changed} onClick={() => set(dataset.id, null)}>
            {t('discard')}
          </Button>
          <Text size="xs" c="dimmed" role="status">
            {changed ? t('unsaved') : varying(stored).length > 0 ? t('inUse') : t('notInUse')}
          </Text>
        </Group>
      </Stack>
      <PreviewGrid id={dataset.id} augmentation={value} seed={seed} onSeed={setSeed} texts={texts} />
    </div>
  )
}
