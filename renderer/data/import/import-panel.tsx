import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task } from '../../../contract/task.ts'
import { callService, onServiceEvent } from '../../service.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { closeImport, type ImportFlow, useImportFlow } from './import-flow.ts'
import { PickButtons } from './pick-buttons.tsx'
import { PlanPage } from './plan-page.tsx'

/** The import under way: what is being done, how far it is, and a way out. */
export function ImportPanel({ flow }: { flow: ImportFlow }) {
  const { t } = useTranslation('data')
  if (flow.step === 'plan') return <PlanPage {...flow} />
  if (flow.step === 'failed') {
    return (
      <Stack p="md" maw={760}>
        <FailureNotice failure={flow.failure} onClose={closeImport} />
        <Text size="sm" c="dimmed">
          {t('pickOther')}
        </Text>
        <PickButtons />
      </Stack>
    )
  }
  if (flow.step === 'uploading') {
    const { sentBytes, totalBytes } = flow.progress
    return <Waiting title={t('uploading')} done={sentBytes} total={totalBytes} onCancel={flow.cancel} />
  }
  if (flow.step === 'planning' || flow.step === 'importing') {
    return <TaskWaiting key={flow.task} task={flow.task} title={t(flow.step)} />
  }
  return null
}

function TaskWaiting({ task, title }: { task: string; title: string }) {
  const [at, setAt] = useState<Task | null>(null)
  useEffect(
    () =>
      onServiceEvent('task.changed', (tasks) => setAt((old) => tasks.find(({ id }) => id === task) ?? old)),
    [task],
  )
  const cancel = () => void callService('task.cancel', { id: task }).catch(closeImport)
  return (
    <Waiting
      title={title}
      done={at?.done ?? 0}
      total={at?.total ?? 0}
      percent={at?.unit === 'percent'}
      onCancel={cancel}
    />
  )
}

function Waiting(props: {
  title: string
  done: number
  total: number
  percent?: boolean
  onCancel: () => void
}) {
  const { t, i18n } = useTranslation('data')
  const number = new Intl.NumberFormat(i18n.language)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  const refused = useImportFlow((state) => state.refused)
  const share = props.total > 0 ? (100 * props.done) / props.total : 0
  return (
    <Stack p="md" maw={560} gap="sm" aria-busy="true">
      <Text fw={600}>{props.title}</Text>
      <Progress value={share} aria-label={props.title} />
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {props.percent
            ? percent.format(share / 100)
            : `${number.format(props.done)} / ${props.total > 0 ? number.format(props.total) : '…'}`}
        </Text>
        <Button size="xs" variant="default" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </Group>
      {refused && (
        <Alert color="yellow" role="status" py={6}>
          {t('refused')}
        </Alert>
      )}
    </Stack>
  )
}
