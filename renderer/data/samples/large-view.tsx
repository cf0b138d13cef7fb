import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Sample } from '../../../contract/data/samples.ts'
import classes from './samples.module.css'
import type { Gallery } from './use-gallery.ts'
import { useThumbnails } from './use-thumbnails.ts'

/** One item as large as the window; the arrows go to the others, X leaves it out. */
export function LargeView(props: {
  dataset: Dataset
  gallery: Gallery
  sample: Sample | undefined
  onLeaveOut: (samples: Sample[]) => void
}) {
  const { dataset, gallery, sample, onLeaveOut } = props
  const { t } = useTranslation(['gallery', 'data'])
  const pictures = dataset.kind !== 'table' && dataset.kind !== 'text-folder'
  const pictureOf = useThumbnails(dataset, sample && pictures ? [sample.key] : [], 1600)
  const url = sample && pictures ? pictureOf(sample.key) : null
  return (
    <Modal
      opened
      onClose={() => gallery.show(null)}
      size="xl"
      title={sample ? `${sample.label} · ${t(`data:parts.${sample.part}`)}` : t('loading')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the gallery hold here too */}
      <div
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Enter' || event.key === ' ') return
          event.stopPropagation()
          gallery.onKey(event)
        }}
      >
        <Stack gap="sm">
          {pictures && (
            <div className={classes.large}>
              {url && (
                <img src={url} alt={sample?.label} data-few={url.startsWith('data:image/png') || undefined} />
              )}
              {url === null && <Text size="sm">{t('noPicture')}</Text>}
            </div>
          )}
          {sample && dataset.kind === 'table' && (
            <dl className={classes.cells}>
              {dataset.columns.map(({ name }, at) => (
                <Cell key={name} name={name} value={sample.cells[at] ?? ''} />
              ))}
            </dl>
          )}
          {sample && dataset.kind === 'text-folder' && <Text size="sm">{sample.cells[0]}</Text>}
          <Text size="xs" c="dimmed" className={classes.path}>
            {sample?.file}
          </Text>
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              {t('largeKeys')}
            </Text>
            {sample && (
              <Button data-autofocus size="xs" variant="default" onClick={() => onLeaveOut([sample])}>
                {sample.leftOut ? t('takeIn') : t('leaveOutOne')}
              </Button>
            )}
          </Group>
        </Stack>
      </div>
    </Modal>
  )
}

function Cell({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value || '–'}</dd>
    </>
  )
}
