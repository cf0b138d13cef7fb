import { Text, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../service.ts'

/** A run's note; kept half a second after the last key, and when it is left. */
export function NoteField({ id, note }: { id: string; note: string }) {
  const { t } = useTranslation('runs')
  const save = useAction('run.note')
  const [text, setText] = useState(note)
  const kept = useRef(note)
  const latest = useRef(note)
  latest.current = text
  const keep = useRef(() => {})
  keep.current = () => {
    if (latest.current === kept.current) return
    kept.current = latest.current
    save.mutate({ id, note: latest.current })
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
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => keep.current()}
      />
      <Text size="xs" c="dimmed" aria-live="polite">
        {text !== kept.current || save.isPending ? t('note.saving') : t('note.saved')}
      </Text>
    </div>
  )
}
