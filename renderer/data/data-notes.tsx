import { Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DataWarning, WarningCode } from '../../contract/data/data-notes.ts'
import classes from './data.module.css'

/** What training may fail at or suffer from; the rest says only how the data was understood. */
const cautions = new Set<string>(['single-class', 'empty-class', 'missing-target'] satisfies WarningCode[])

/** What is worth knowing of the data before training, what asks for care first. */
export function DataNotes({ notes }: { notes: DataWarning[] }) {
  const { t } = useTranslation('warnings')
  if (notes.length === 0) return null
  const ordered = [...notes].sort((a, b) => Number(cautions.has(b.code)) - Number(cautions.has(a.code)))
  return (
    <Stack gap={2} role="note">
      {ordered.map((note) => {
        const caution = cautions.has(note.code)
        const Icon = caution ? IconAlertTriangle : IconInfoCircle
        return (
          <Group key={note.message} gap={8} wrap="nowrap" align="flex-start">
            <Icon
              size={16}
              className={caution ? classes.caution : classes.aside}
              aria-label={caution ? t('data:caution') : undefined}
              aria-hidden={!caution}
            />
            <Text size="sm" c={caution ? undefined : 'dimmed'}>
              {t(note.code, { ...note.values, defaultValue: note.message })}
            </Text>
          </Group>
        )
      })}
    </Stack>
  )
}
