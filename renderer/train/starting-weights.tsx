import { Button, FileButton, Group, Loader, Select, Text } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
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

/** Takes a file where it lies; in a browser it is sent to the service first. */
function WeightsFile({ onChosen }: { onChosen: (path: string) => void }) {
  const { t } = useTranslation('weights')
  const [sent, setSent] = useState<number | null>(null)
  const [failure, setFailure] = useState('')
  const take = async (file: File | null) => {
    if (!file) return
    setFailure('')
    const link = connection()
    try {
      const [path] =
        link.kind === 'desktop'
          ? link.pathsOf([file])
          : [
              await link.upload([{ path: file.name, file }], new AbortController().signal, (progress) =>
                setSent(progress.sentBytes / Math.max(1, progress.totalBytes)),
              ),
            ]
      if (path) onChosen(path)
    } catch (thrown) {
      setFailure((thrown as Error).message)
    } finally {
      setSent(null)
    }
  }
  return (
    <div>
      {failure && (
        <Text size="xs" role="alert" c="light-dark(#c0282d, #ff8a80)">
          {t('notSent', { detail: failure })}
        </Text>
      )}
      <FileButton accept=".h5,.hdf5,.keras,.safetensors" onChange={(file) => void take(file)}>
        {(props) => (
          <Button
            size="sm"
            variant="default"
            leftSection={sent === null ? <IconFolderOpen size={16} /> : <Loader size={14} />}
            disabled={sent !== null}
            {...props}
          >
            {sent === null ? t('file') : t('sending', { percent: Math.round(sent * 100) })}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
