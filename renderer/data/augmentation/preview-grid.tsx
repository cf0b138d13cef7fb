import { Button, Group, NumberInput, Skeleton, Text } from '@mantine/core'
import { IconArrowsShuffle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Augmentation, AugmentationPreview } from '../../../contract/data/augmentation.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import classes from './augmentation.module.css'
import { usePreview } from './use-preview.ts'

interface Props {
  id: string
  augmentation: Augmentation
  seed: number
  onSeed: (seed: number) => void
  texts: boolean
}

/** Items of the data set as they are and as four steps of a run with this seed would see them. */
export function PreviewGrid({ id, augmentation, seed, onSeed, texts }: Props) {
  const { t } = useTranslation('augmentation')
  const { data, error, isPlaceholderData } = usePreview(id, augmentation, seed)
  return (
    <section className={classes.preview} aria-label={t('preview')}>
      <Group justify="space-between" align="center" wrap="nowrap">
        <Text size="sm" fw={600}>
          {t('preview')}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" component="label" htmlFor="augmentation-seed">
            {t('seed')}
          </Text>
          <NumberInput
            id="augmentation-seed"
            size="xs"
            w={96}
            hideControls
            min={0}
            max={2 ** 31 - 1}
            allowDecimal={false}
            allowNegative={false}
            value={seed}
            onChange={(now) => onSeed(Math.min(2 ** 31 - 1, Number(now) || 0))}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowsShuffle size={14} aria-hidden />}
            onClick={() => onSeed((seed + 1) % 2 ** 31)}
          >
            {t('redraw')}
          </Button>
        </Group>
      </Group>
      <Text size="xs" c="dimmed">
        {t('previewText')}
      </Text>
      {error && <FailureNotice failure={error.failure} />}
      {!data && !error && <Skeleton h={320} animate={false} />}
      {data && data.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('nothingToShow')}
        </Text>
      )}
      {data && (
        <div className={texts ? classes.texts : classes.items} aria-busy={isPlaceholderData}>
          {data.items.map((item, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an item has no other name, and the list keeps its order
            <Item key={place} item={item} texts={texts} />
          ))}
        </div>
      )}
    </section>
  )
}

function Item({ item, texts }: { item: AugmentationPreview['items'][number]; texts: boolean }) {
  const { t } = useTranslation('augmentation')
  if (texts)
    return (
      <article className={classes.text}>
        <Text size="xs" c="dimmed" truncate title={item.label}>
          {item.label}
        </Text>
        <Text size="sm" fw={500}>
          {item.original}
        </Text>
        {item.variants.some((variant) => variant !== item.original) &&
          item.variants.map((variant, step) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps are numbered
            <Text size="sm" c="dimmed" key={step}>
              {variant}
            </Text>
          ))}
      </article>
    )
  return (
    <figure className={classes.item}>
      <div className={classes.strip}>
        <img src={item.original} alt={t('original', { label: item.label })} />
        {item.variants.map((variant, step) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps are numbered
          <img key={step} src={variant} alt={t('variant', { label: item.label, number: step + 1 })} />
        ))}
      </div>
      <Text component="figcaption" size="xs" c="dimmed" truncate title={item.label}>
        {item.label}
      </Text>
    </figure>
  )
}
