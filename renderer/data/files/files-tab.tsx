import { Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import classes from './files.module.css'
import { type FileAct, FilesState } from './files-state.tsx'
import { GatherDialog } from './gather-dialog.tsx'
import { RepointDialog } from './repoint-dialog.tsx'
import { RescanDialog } from './rescan-dialog.tsx'
import { VersionsTable } from './versions-table.tsx'

/** Where the files of a data set lie, whether they are still the same, what to do where they are not, and its versions. */
export function FilesTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('files')
  const [open, setOpen] = useState<FileAct | null>(null)
  const close = () => setOpen(null)
  return (
    <Stack gap="xl" maw={960}>
      <Stack gap="sm" component="section">
        <Title order={2} size="h6">
          {t('where')}
        </Title>
        <div>
          {dataset.paths.map((path) => (
            <Text key={path} size="xs" className={classes.path}>
              {path}
            </Text>
          ))}
        </div>
        <Text size="xs" c="dimmed">
          {t('byReference')}
        </Text>
        <FilesState dataset={dataset} onAct={setOpen} />
      </Stack>
      <VersionsTable dataset={dataset} />
      {open === 'rescan' && <RescanDialog dataset={dataset} onClose={close} />}
      {open === 'repoint' && <RepointDialog dataset={dataset} onClose={close} />}
      {open === 'gather' && <GatherDialog dataset={dataset} onClose={close} />}
    </Stack>
  )
}
