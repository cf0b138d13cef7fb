import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'

/** A text that is kept on Enter or on leaving, and until then can be wrong. */
export function DraftInput(props: {
  label: string
  description?: ReactNode
  maxLength?: number
  draft: string
  /** What is wrong with the draft; empty where nothing is. */
  wrong: string
  onDraft: (draft: string) => void
  onKeep: () => void
}) {
  const { label, description, maxLength, draft, wrong, onDraft, onKeep } = props
  return (
    <TextInput
      size="xs"
      label={label}
      description={description}
      {...(maxLength === undefined ? {} : { maxLength })}
      value={draft}
      error={wrong}
      onChange={(event) => onDraft(event.currentTarget.value)}
      onBlur={onKeep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onKeep()
      }}
    />
  )
}
