import { Button, Group, Text, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { connection } from '../../service.ts'
import classes from './files.module.css'

/** A folder on the machine of the service: picked in the window, typed in a browser. */
export function PlaceField(props: {
  label: string
  value: string
  onChange: (path: string) => void
  disabled: boolean
  /** Also a single file, such as a table. */
  fileToo?: boolean
}) {
  const { t } = useTranslation('files')
  const id = useId()
  if (connection().kind === 'browser')
    return (
      <TextInput
        id={id}
        size="xs"
        data-autofocus
        label={props.label}
        placeholder={t('pathHere')}
        disabled={props.disabled}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    )
  const pick = async (kind: 'files' | 'folder') => {
    const [path] = await connection().pickPaths(kind)
    if (path) props.onChange(path)
  }
  return (
    <div>
      <Text size="sm" mb={4}>
        {props.label}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" disabled={props.disabled} onClick={() => void pick('folder')}>
          {t('pickFolder')}
        </Button>
        {props.fileToo && (
          <Button size="xs" variant="default" disabled={props.disabled} onClick={() => void pick('files')}>
            {t('pickFile')}
          </Button>
        )}
        <Text size="xs" className={classes.path}>
          {props.value}
        </Text>
      </Group>
    </div>
  )
}
