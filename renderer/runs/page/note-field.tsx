import { Text, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../service.ts'
import { keepNoteDraft, readNoteDraft } from './note-draft.ts'

/** A run's note; kept half a second after the last key, and when it is left. A draft outlives a closed window. */
export function NoteField({ id, note }: { id: string; note: string }) {
  const { t } = useTranslation('runs')
  const save = useAction('run.note')
  const [text, setText] = useState(() => readNoteDraft(id) ?? note)
  const kept = useRef(note)
  const latest = useRef(note)
  latest.current = text
  const keep = useRef(() => {})
  keep.current = () => {
    if (latest.current === kept.current) return
    kept.current = latest.current
    const written = latest.current
    save.mutate(
      { id, note: written },
      { onSuccess: () => readNoteDraft(id) === written && keepNoteDraft(id, null) },
    )
  }
  useEffect(() => {
    if (text === kept.current) return
    const timer = setTimeout(() => keep.current(), 500)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => () => keep.current(), [])
  return (
    <div>
      <Textarea
        size="xs"
        label={t('note.title')}
        placeholder={t('note.placeholder')}
        autosize
        minRows={3}
        maxRows={12}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          keepNoteDraft(id, event.currentTarget.value)
        }}
        onBlur={() => keep.current()}
      />
      <Text size="xs" c="dimmed" aria-live="polite">
        {text !== kept.current || save.isPending
          ? t('note.saving')
          : save.isSuccess
            ? t('note.saved')
            : '\u00a0'}
      </Text>
    </div>
  )
}
