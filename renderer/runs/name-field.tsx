import { ActionIcon, Group, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A name that turns into a field: Enter or leaving keeps what was typed, Escape takes it back. */
export function NameField(props: { name: string; onRename: (name: string) => void; size?: 'sm' | 'xl' }) {
  const { t } = useTranslation('runs')
  const [draft, setDraft] = useState<string | null>(null)
  const pencil = useRef<HTMLButtonElement>(null)
  const byKey = useRef(false)
  // Who left the field by a key stands where it was begun: on the row, or on the pencil.
  useEffect(() => {
    if (draft !== null || !byKey.current) return
    byKey.current = false
    const row = pencil.current?.closest<HTMLElement>('[role=row]')
    ;(row ?? pencil.current)?.focus()
  }, [draft])
  const keep = () => {
    const name = draft?.trim()
    setDraft(null)
    if (name && name !== props.name) props.onRename(name)
  }
  if (draft !== null) {
    return (
      <TextInput
        size="xs"
        w={props.size === 'xl' ? 320 : '100%'}
        autoFocus
        maxLength={200}
        aria-label={t('rename')}
        value={draft}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => byKey.current || keep()}
        onClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          byKey.current = true
          // The focus moves on within this very key press, and Enter would press what it moves to.
          event.preventDefault()
          if (event.key === 'Enter') keep()
          else setDraft(null)
        }}
      />
    )
  }
  return (
    <Group gap={4} wrap="nowrap" style={{ minWidth: 0 }}>
      <Text
        component={props.size === 'xl' ? 'h1' : 'span'}
        size={props.size ?? 'sm'}
        fw={props.size === 'xl' ? 600 : 500}
        m={0}
        truncate
        title={props.name}
      >
        {props.name}
      </Text>
      <Tooltip label={t('rename')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          ref={pencil}
          data-rename
          tabIndex={props.size === 'xl' ? undefined : -1}
          aria-label={t('rename')}
          onClick={(event) => {
            event.stopPropagation()
            setDraft(props.name)
          }}
        >
          <IconPencil size={14} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
