import { Group, NativeSelect, Text } from '@mantine/core'
import type { Column } from '../../../contract/data/dataset.ts'

/** One of a table's columns. */
export function ColumnChoice(props: {
  label: string
  columns: Column[]
  value: string
  onChange: (name: string) => void
}) {
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" c="dimmed">
        {props.label}
      </Text>
      <NativeSelect
        size="xs"
        maw={220}
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        data={props.columns.map(({ name }) => name)}
      />
    </Group>
  )
}
