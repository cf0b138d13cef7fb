import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconPlayerStop, IconRepeat, IconSquareX, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { endedStatuses, type Run } from '../../contract/run.ts'
import { useAction } from '../service.ts'
import { useTrainDraft } from '../train/train-draft.ts'
import { Confirm } from './confirm.tsx'
import { NameField } from './name-field.tsx'
import { RunFailure } from './run-failure.tsx'
import { RunStatus } from './run-status.tsx'
import classes from './runs.module.css'
import { Moment, Swatch } from './runs-columns.tsx'

/** A run's name and state, and what can be done with it now. */
export function RunHeader({ run }: { run: Run }) {
  const { t } = useTranslation('runs')
  const navigate = useNavigate()
  const stop = useAction('run.stop')
  const rename = useAction('run.rename')
  const remove = useAction('run.delete')
  const [asked, setAsked] = useState<'stop' | 'delete' | null>(null)
  const ended = endedStatuses.includes(run.status)
  const failure = stop.error ?? rename.error ?? remove.error
  return (
    <>
      <Group className={classes.bar} justify="space-between" wrap="nowrap" gap="sm">
        <Group gap="sm" wrap="nowrap" style={{ minWidth: 0, flex: 1, overflow: 'hidden' }}>
          <Tooltip label={t('back')}>
            <ActionIcon component={Link} to="/runs" variant="subtle" color="gray" aria-label={t('back')}>
              <IconArrowLeft size={18} />
            </ActionIcon>
          </Tooltip>
          <Swatch colour={run.colour} />
          <NameField name={run.name} size="xl" onRename={(name) => rename.mutate({ id: run.id, name })} />
          <RunStatus status={run.status} />
          <Text size="xs" c="dimmed" truncate style={{ flexShrink: 100 }}>
            {run.datasetName} · {run.modelName} · <Moment at={run.createdAt} />
          </Text>
        </Group>
        {ended ? (
          <Group gap="xs" wrap="nowrap" style={{ flex: 'none' }}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRepeat size={14} />}
              onClick={() => {
                useTrainDraft.getState().startFrom(run)
                void navigate('/train')
              }}
            >
              {t('again')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTrash size={14} />}
              onClick={() => setAsked('delete')}
            >
              {t('delete')}
            </Button>
          </Group>
        ) : (
          <Group gap="xs" wrap="nowrap" style={{ flex: 'none' }}>
            {run.status === 'training' && (
              <Tooltip label={t('stop.keepHelp')} multiline w={240}>
                <Button
                  size="xs"
                  loading={stop.isPending}
                  leftSection={<IconPlayerStop size={14} />}
                  onClick={() => stop.mutate({ id: run.id, keep: true })}
                >
                  {t('stop.keep')}
                </Button>
              </Tooltip>
            )}
            <Button
              size="xs"
              variant="default"
              leftSection={<IconSquareX size={14} />}
              onClick={() => setAsked('stop')}
            >
              {t('stop.now')}
            </Button>
          </Group>
        )}
      </Group>
      {failure && <RunFailure failure={failure} />}
      <Confirm
        open={asked === 'stop'}
        title={t('stop.title')}
        text={t('stop.text')}
        action={t('stop.now')}
        onClose={() => setAsked(null)}
        onConfirm={() => stop.mutate({ id: run.id, keep: false })}
      />
      <Confirm
        open={asked === 'delete'}
        title={t('deleteTitle', { count: 1 })}
        text={t('deleteText', { count: 1 })}
        action={t('deleteForGood')}
        onClose={() => setAsked(null)}
        onConfirm={() => remove.mutate({ ids: [run.id] }, { onSuccess: () => void navigate('/runs') })}
      />
    </>
  )
}
