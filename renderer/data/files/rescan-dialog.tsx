import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { RescanReport } from '../../../contract/data/dataset-files.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { LongProgress } from '../../shell/long-progress.tsx'
import { useLongCall } from '../../shell/use-long-call.ts'
import { FileNames } from './file-names.tsx'

/** Scans the files again and shows what is new, before it becomes a version. */
export function RescanDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const { t } = useTranslation(['files', 'data'])
  const { id } = dataset
  const { state, start } = useLongCall('dataset.rescan')
  const saving = useLongCall('dataset.rescan')
  useEffect(() => void start({ id, save: false }), [id, start])
  const save = async () => {
    if (await saving.start({ id, save: true })) onClose()
  }
  const now = saving.state.step === 'running' ? saving.state : state
  const something = state.step === 'done' && isNew(state.value)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rescan')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        {now.step === 'running' && <LongProgress label={t('scanning')} at={now} onCancel={onClose} />}
        {state.step === 'failed' && <FailureNotice failure={state.failure} />}
        {saving.state.step === 'failed' && <FailureNotice failure={saving.state.failure} />}
        {state.step === 'done' && <Preview report={state.value} />}
        <Group justify="flex-end">
          <Button variant="default" size="xs" onClick={onClose}>
            {something ? t('data:cancel') : t('close')}
          </Button>
          {something && (
            <Button size="xs" loading={saving.state.step === 'running'} onClick={() => void save()}>
              {t('saveVersion', { version: dataset.version + 1 })}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

const isNew = ({ added, removed, changed }: RescanReport) => added.count + removed.count + changed.count > 0

function Preview({ report }: { report: RescanReport }) {
  const { t } = useTranslation('files')
  if (!isNew(report)) return <Text size="sm">{t('nothingNew')}</Text>
  return (
    <Stack gap="xs">
      <Text size="sm">{t('itemsThen', { before: report.itemsBefore, now: report.items })}</Text>
      <FileNames kind="added" list={report.added} />
      <FileNames kind="removed" list={report.removed} />
      <FileNames kind="changed" list={report.changed} />
      {report.skipped > 0 && <Text size="sm">{t('skippedThen', { count: report.skipped })}</Text>}
      {report.rowsForgotten > 0 && (
        <Text size="sm">{t('rowsForgotten', { count: report.rowsForgotten })}</Text>
      )}
      <Text size="xs" c="dimmed">
        {t('keepsOld')}
      </Text>
    </Stack>
  )
}
