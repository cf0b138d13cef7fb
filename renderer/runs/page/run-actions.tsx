import { Button, Group, NumberInput, Popover, Stack, Text, Tooltip } from '@mantine/core'
import {
  IconAdjustments,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlayerTrackNext,
  IconRepeat,
  IconSquareX,
  IconTrash,
} from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { frozenLayers } from '../../../contract/model/fine-tuning.ts'
import { endedStatuses, type Run } from '../../../contract/training/run.ts'
import { type ServiceFailure, useAction } from '../../service.ts'
import { Confirm } from '../../shell/confirm.tsx'
import { useTrainDraft } from '../../train/train-draft.ts'

type Props = { run: Run; onFailure: (failure: ServiceFailure | null) => void }

/** What can be done with a run now: pause and stop while it trains, resume or extend it after. */
export function RunActions(props: Props) {
  return endedStatuses.includes(props.run.status) ? <EndedActions {...props} /> : <LiveActions {...props} />
}

function LiveActions({ run, onFailure }: Props) {
  const { t } = useTranslation('runs')
  const pause = useAction('run.pause')
  const stop = useAction('run.stop')
  const [asked, setAsked] = useState(false)
  const failure = pause.error ?? stop.error
  useEffect(() => onFailure(failure), [failure, onFailure])
  return (
    <Group gap="xs" wrap="nowrap" style={{ flex: 'none' }}>
      <Tooltip label={t('pauseHelp')} multiline w={240}>
        <Button
          size="xs"
          variant={run.status === 'training' ? 'filled' : 'default'}
          loading={pause.isPending}
          leftSection={<IconPlayerPause size={14} />}
          onClick={() => pause.mutate({ id: run.id })}
        >
          {t('pause')}
        </Button>
      </Tooltip>
      {run.status === 'training' && (
        <Tooltip label={t('stop.keepHelp')} multiline w={240}>
          <Button
            size="xs"
            variant="default"
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
        onClick={() => setAsked(true)}
      >
        {t('stop.now')}
      </Button>
      <Confirm
        open={asked}
        title={t('stop.title')}
        text={t('stop.text')}
        action={t('stop.now')}
        onClose={() => setAsked(false)}
        onConfirm={() => stop.mutate({ id: run.id, keep: false })}
      />
    </Group>
  )
}

function EndedActions({ run, onFailure }: Props) {
  const { t } = useTranslation('runs')
  const navigate = useNavigate()
  const resume = useAction('run.resume')
  const remove = useAction('run.delete')
  const [asked, setAsked] = useState(false)
  const failure = resume.error ?? remove.error
  useEffect(() => onFailure(failure), [failure, onFailure])
  return (
    <Group gap="xs" wrap="nowrap" style={{ flex: 'none' }}>
      {run.status === 'finished' ? (
        <Extend
          run={run}
          busy={resume.isPending}
          onExtend={(epochs) => resume.mutate({ id: run.id, epochs })}
        />
      ) : (
        <Tooltip label={t('resumeHelp')} multiline w={240}>
          <Button
            size="xs"
            loading={resume.isPending}
            leftSection={<IconPlayerPlay size={14} />}
            onClick={() => resume.mutate({ id: run.id })}
          >
            {t('resume')}
          </Button>
        </Tooltip>
      )}
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
      {run.epochsDone > 0 && frozenLayers(run.model).length > 0 && (
        <Tooltip label={t('weights:fineTuneHelp')} multiline w={240}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconAdjustments size={14} />}
            onClick={() => {
              useTrainDraft.getState().fineTune(run)
              void navigate('/train')
            }}
          >
            {t('weights:fineTune')}
          </Button>
        </Tooltip>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={14} />}
        onClick={() => setAsked(true)}
      >
        {t('delete')}
      </Button>
      <Confirm
        open={asked}
        title={t('deleteTitle', { count: 1 })}
        text={t('deleteText', { count: 1 })}
        action={t('deleteForGood')}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate({ ids: [run.id] }, { onSuccess: () => void navigate('/runs') })}
      />
    </Group>
  )
}

/** Asks how many epochs there are to be in all; twice as many is the offer. */
function Extend({ run, busy, onExtend }: { run: Run; busy: boolean; onExtend: (epochs: number) => void }) {
  const { t } = useTranslation('runs')
  const [open, setOpen] = useState(false)
  const [epochs, setEpochs] = useState(run.epochsDone * 2)
  const usable = Number.isInteger(epochs) && epochs > run.epochsDone
  const go = () => {
    if (!usable) return
    setOpen(false)
    onExtend(epochs)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withArrow position="bottom-end" width={260}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          loading={busy}
          leftSection={<IconPlayerTrackNext size={14} />}
          onClick={() => {
            setEpochs(run.epochsDone * 2)
            setOpen(!open)
          }}
        >
          {t('extend.action')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('extend.title')}>
        <Stack gap="xs">
          <Text size="xs">{t('extend.text', { done: run.epochsDone })}</Text>
          <NumberInput
            size="xs"
            label={t('extend.epochs')}
            min={run.epochsDone + 1}
            max={100_000}
            allowDecimal={false}
            value={epochs}
            onChange={(value) => setEpochs(Number(value))}
            onKeyDown={(event) => event.key === 'Enter' && go()}
          />
          <Button size="xs" disabled={!usable} onClick={go}>
            {t('extend.go')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
