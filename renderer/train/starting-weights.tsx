import { Button, FileButton, Group, Select, Text } from '@mantine/core'
import { IconFolderOpen, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelDocument } from '../../contract/model/model.ts'
import { connection, useCall } from '../service.ts'
import { Explained } from '../shell/explained.tsx'
import { useTrainDraft } from './train-draft.ts'

const fileName = (path: string) => path.split(/[/\\]/).at(-1) ?? path

/** Which weights the layers begin with: those that come with the model, those of an earlier run or of a file, or random ones. */
export function StartingWeights({ model }: { model: ModelDocument | undefined }) {
  const { t } = useTranslation('weights')
  const { weights, set } = useTrainDraft()
  const runs = useCall('run.list', {})
  const trained = (runs.data ?? []).filter(({ epochsDone }) => epochsDone > 0)
  const isFile = weights !== null && runs.data !== undefined && trained.every(({ id }) => id !== weights)
  const own = model?.base ? (model.base.weights ?? 'missing') : 'random'
  return (
    <div>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <Select
          size="sm"
          style={{ flex: 1 }}
          label={<Explained word={t('label')} help={t('help')} />}
          searchable
          limit={100}
          allowDeselect={false}
          data={[
            { value: '', label: t(`own.${own}`) },
            ...(isFile ? [{ value: weights, label: fileName(weights) }] : []),
            ...(trained.length
              ? [{ group: t('ofRuns'), items: trained.map(({ id, name }) => ({ value: id, label: name })) }]
              : []),
          ]}
          value={weights ?? ''}
          onChange={(value) => set({ weights: value || null })}
          nothingFoundMessage={t('noRun')}
        />
        <WeightsFile onChosen={(path) => set({ weights: path })} />
      </Group>
      {isFile && (
        <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {weights}
        </Text>
      )}
    </div>
  )
}

/** Takes a file where it lies; in a browser it is sent to the service first, which can be ended. */
function WeightsFile({ onChosen }: { onChosen: (path: string) => void }) {
  const { t } = useTranslation('weights')
  const [sending, setSending] = useState<{ share: number; cancel: () => void } | null>(null)
  const [failure, setFailure] = useState('')
  const send = (file: File): Promise<string> => {
    const control = new AbortController()
    const cancel = () => control.abort()
    setSending({ share: 0, cancel })
    return connection().upload([{ path: file.name, file }], control.signal, ({ sentBytes, totalBytes }) =>
      setSending({ share: sentBytes / Math.max(1, totalBytes), cancel }),
    )
  }
  const take = async (file: File | null) => {
    if (!file) return
    setFailure('')
    try {
      const path = connection().kind === 'desktop' ? connection().pathsOf([file])[0] : await send(file)
      if (path) onChosen(path)
    } catch (thrown) {
      const { name, message } = thrown as Error
      if (name !== 'AbortError') setFailure(message)
    } finally {
      setSending(null)
    }
  }
  return (
    <div>
      {failure && (
        <Text size="xs" role="alert" c="light-dark(#c0282d, #ff8a80)">
          {t('notSent', { detail: failure })}
        </Text>
      )}
      {sending ? (
        <Button size="sm" variant="default" leftSection={<IconX size={16} />} onClick={sending.cancel}>
          {t('sending', { percent: Math.round(sending.share * 100) })}
        </Button>
      ) : (
        <FileButton accept=".h5,.hdf5,.keras,.safetensors" onChange={(file) => void take(file)}>
          {(props) => (
            <Button size="sm" variant="default" leftSection={<IconFolderOpen size={16} />} {...props}>
              {t('file')}
            </Button>
          )}
        </FileButton>
      )}
    </div>
  )
}
