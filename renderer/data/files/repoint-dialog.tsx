import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { LongProgress } from '../../shell/long-progress.tsx'
import { useLongCall } from '../../shell/use-long-call.ts'
import { FileNames } from './file-names.tsx'
import { PlaceField } from './place-field.tsx'

/** Says where the files are now: what is found there is shown before anything is changed. */
export function RepointDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const { t } = useTranslation(['files', 'data'])
  const { id } = dataset
  const [to, setTo] = useState('')
  const looking = useLongCall('dataset.repoint')
  const saving = useLongCall('dataset.repoint')
  const busy = looking.state.step === 'running' || saving.state.step === 'running'
  const now = saving.state.step === 'running' ? saving.state : looking.state
  const found = looking.state.step === 'done' ? looking.state.value : null
  const choose = (path: string) => {
    looking.cancel()
    setTo(path)
  }
  const save = async () => {
    if (await saving.start({ id, to: to.trim(), save: true })) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('repoint')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (found) void save()
          else if (to.trim() && !busy) void looking.start({ id, to: to.trim(), save: false })
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t('repointText')}</Text>
          <PlaceField label={t('newPlace')} value={to} onChange={choose} disabled={busy} fileToo />
          {now.step === 'running' && <LongProgress label={t('looking')} at={now} onCancel={looking.cancel} />}
          {looking.state.step === 'failed' && <FailureNotice failure={looking.state.failure} />}
          {saving.state.step === 'failed' && <FailureNotice failure={saving.state.failure} />}
          {found && (
            <Stack gap="xs" role="status">
              <Text size="sm" fw={600}>
                {t('foundThere', { found: found.found, count: found.files })}
              </Text>
              {found.moved > 0 && <Text size="sm">{t('movedThere', { count: found.moved })}</Text>}
              <FileNames kind="missing" list={found.missing} />
            </Stack>
          )}
          <Group justify="flex-end">
            <Button variant="default" size="xs" onClick={onClose}>
              {t('data:cancel')}
            </Button>
            <Button size="xs" type="submit" disabled={!to.trim()} loading={busy}>
              {found ? t('usePlace') : t('look')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
