import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { FilesReport } from '../../../contract/data/dataset-files.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { LongProgress } from '../../shell/long-progress.tsx'
import { useLongCall } from '../../shell/use-long-call.ts'
import { FileNames } from './file-names.tsx'

/** What can be done about the files of a data set; each opens a dialog. */
export type FileAct = 'rescan' | 'repoint' | 'gather'

/** Whether the files are as they were scanned, looked up when the tab opens and after each change; if not, what to do. */
export function FilesState({ dataset, onAct }: { dataset: Dataset; onAct: (act: FileAct) => void }) {
  const { t } = useTranslation('files')
  const { id, version } = dataset
  const { state, start, cancel } = useLongCall('dataset.check')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has other files
  useEffect(() => void start({ id }), [id, version, start])
  const report = state.step === 'done' ? state.value : null
  if (report && report.changed.count + report.missing.count > 0)
    return <Otherwise dataset={dataset} report={report} onAct={onAct} onCheck={() => void start({ id })} />
  return (
    <>
      {state.step === 'failed' && <FailureNotice failure={state.failure} />}
      {state.step === 'running' && <LongProgress label={t('checking')} at={state} onCancel={cancel} />}
      {report && (
        <Group gap="xs" role="status">
          <IconCircleCheck size={16} color="var(--mantine-color-green-6)" aria-hidden />
          <Text size="sm">{t('asImported', { count: report.files })}</Text>
        </Group>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={state.step === 'running'}
          onClick={() => void start({ id })}
        >
          {t('check')}
        </Button>
        {(['rescan', 'repoint', 'gather'] as const).map((act) => (
          <Button key={act} size="xs" variant="default" onClick={() => onAct(act)}>
            {t(act)}
          </Button>
        ))}
      </Group>
    </>
  )
}

/** Some files are not as they were: what each act would come to is shown before it is done. */
function Otherwise(props: {
  dataset: Dataset
  report: FilesReport
  onAct: (act: FileAct) => void
  onCheck: () => void
}) {
  const { t } = useTranslation('files')
  const { report, onAct } = props
  const { state, start, cancel } = useLongCall('dataset.leaveOut')
  const count = report.changed.count + report.missing.count
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconAlertTriangle size={18} />}
      title={t('otherwise', { count, files: report.files })}
    >
      <Stack gap="sm">
        <Text size="sm">{t('otherwiseText')}</Text>
        <FileNames kind="changed" list={report.changed} />
        <FileNames kind="missing" list={report.missing} />
        {state.step === 'failed' && <FailureNotice failure={state.failure} />}
        {state.step === 'running' ? (
          <LongProgress label={t('leavingOut')} at={state} onCancel={cancel} />
        ) : (
          <Group gap="xs">
            {report.missing.count > 0 && (
              <Button size="xs" onClick={() => onAct('repoint')}>
                {t('repoint')}
              </Button>
            )}
            <Button
              size="xs"
              variant={report.missing.count ? 'default' : 'filled'}
              onClick={() => onAct('rescan')}
            >
              {t('rescan')}
            </Button>
            {report.canLeaveOut && count < report.files && (
              <Button size="xs" variant="default" onClick={() => void start({ id: props.dataset.id })}>
                {t('leaveOut', { count })}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={props.onCheck}>
              {t('check')}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
