import { Button, FileButton, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connection } from '../../service.ts'
import { beginImport } from './import-flow.ts'

/** Files, a folder, or a path typed in: the ways in for who does not drop. */
export function PickButtons() {
  const { t } = useTranslation('data')
  const [path, setPath] = useState('')
  const desktop = connection().kind === 'desktop'
  const pick = async (kind: 'files' | 'folder') => {
    const paths = await connection().pickPaths(kind)
    if (paths.length > 0) await beginImport({ paths })
  }
  const send = (files: File[]) => {
    if (files.length > 0) {
      void beginImport({ files: files.map((file) => ({ path: file.webkitRelativePath || file.name, file })) })
    }
  }
  return (
    <Group gap="xs">
      {desktop ? (
        <>
          <Button size="xs" onClick={() => void pick('files')}>
            {t('pickFiles')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void pick('folder')}>
            {t('pickFolder')}
          </Button>
        </>
      ) : (
        <>
          <FileButton multiple onChange={send}>
            {(props) => (
              <Button size="xs" {...props}>
                {t('pickFiles')}
              </Button>
            )}
          </FileButton>
          <FileButton multiple onChange={send} inputProps={{ webkitdirectory: '' } as object}>
            {(props) => (
              <Button size="xs" variant="default" {...props}>
                {t('pickFolder')}
              </Button>
            )}
          </FileButton>
          <TextInput
            size="xs"
            w={260}
            aria-label={t('typePath')}
            placeholder={t('typePath')}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && path.trim()) void beginImport({ paths: [path.trim()] })
            }}
          />
        </>
      )}
    </Group>
  )
}
