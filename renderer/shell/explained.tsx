import { Group, Tooltip } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'

/** A field's word with a sentence on what it means, for the pointer and for the keyboard. */
export function Explained({ word, help }: { word: string; help: string }) {
  return (
    <Group gap={4} component="span" display="inline-flex">
      {word}
      <Tooltip label={help} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard reaches the help too */}
        <span tabIndex={0} role="img" aria-label={help} style={{ display: 'inline-flex', cursor: 'help' }}>
          <IconHelpCircle size={14} stroke={1.5} aria-hidden />
        </span>
      </Tooltip>
    </Group>
  )
}
