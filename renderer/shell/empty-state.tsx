import { Center, Stack, Text, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** A screen that has nothing yet: what goes here, and what to do next. */
export function EmptyState(props: {
  icon: Icon
  title: string
  text: string
  width: number
  children: ReactNode
}) {
  return (
    <Center h="100%" p="xl">
      <Stack align="center" gap="sm" maw={props.width}>
        <props.icon size={36} stroke={1.2} aria-hidden />
        <Title order={1} size="h4">
          {props.title}
        </Title>
        <Text size="sm" c="dimmed" ta="center">
          {props.text}
        </Text>
        {props.children}
      </Stack>
    </Center>
  )
}
