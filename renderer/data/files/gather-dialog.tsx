import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { LongProgress } from '../../shell/long-progress.tsx'
import { useLongCall } from '../../shell/use-long-call.ts'
import classes from './files.module.css'
import { PlaceField } from './place-field.tsx'

/** Copies everything into one new folder, which any Lathe takes in as the same data set. */
export function GatherDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const { t, i18n } = useTranslation(['files', 'data'])
  const [above, setAbove] = useState('')
  const [name, setName] = useState(dataset.name.replaceAll(/[\\/:*?"<>|]/g, '-'))
  const { state, start, cancel } = useLongCall('dataset.gather')
  const busy = state.step === 'running'
  const size = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: dataset.bytes < 1e7 ? 2 : 0,
  }).format(dataset.bytes / 1e6)
  const ready = above.trim() !== '' && name.trim() !== ''
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('gather')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) void start({ id: dataset.id, to: joined(above.trim(), name.trim()) })
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t('gatherText', { size })}</Text>
          <PlaceField label={t('gatherPlace')} value={above} onChange={setAbove} disabled={busy} />
          <TextInput
            size="xs"
            label={t('gatherName')}
            value={name}
            disabled={busy}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {state.step === 'running' && <LongProgress label={t('copying')} at={state} onCancel={cancel} />}
          {state.step === 'failed' && <FailureNotice failure={state.failure} />}
          {state.step === 'done' && (
            <Group gap="xs" role="status" wrap="nowrap">
              <IconCircleCheck size={16} color="var(--mantine-color-green-6)" aria-hidden />
              <Text size="sm">
                {t('gathered', { count: state.value.files })}{' '}
                <span className={classes.path}>{state.value.folder}</span>
              </Text>
            </Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" size="xs" onClick={onClose}>
              {state.step === 'done' ? t('close') : t('data:cancel')}
            </Button>
            {state.step !== 'done' && (
              <Button size="xs" type="submit" disabled={!ready} loading={busy}>
                {t('copy')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** A name in a folder, with the separator that the folder's own path has. */
function joined(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
