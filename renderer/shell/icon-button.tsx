import { ActionIcon, Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'

/** A button that is an icon. `hint`: what the pointer is told, where its name says more, as in a row of a table. */
export function IconButton(props: {
  icon: Icon
  label: string
  hint?: string
  small?: boolean
  disabled?: boolean
  onClick: () => void
}) {
  const { label, hint = label, small = false } = props
  return (
    <Tooltip label={hint}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={small ? 'sm' : 'md'}
        aria-label={label}
        disabled={props.disabled ?? false}
        // A button that can do nothing is no filled square.
        {...(props.disabled ? { bg: 'transparent' } : {})}
        onClick={props.onClick}
      >
        <props.icon size={small ? 14 : 18} stroke={small ? 2 : 1.6} />
      </ActionIcon>
    </Tooltip>
  )
}
