import { Group, NativeSelect, NumberInput, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** One of some words, each named by the catalogue: `choice.<group>.<word>`. */
export function Choice<Word extends string>(props: {
  label: string
  /** Where the words' names stand. */
  group: string
  value: Word
  words: readonly Word[]
  onChange: (word: Word) => void
  /** Read out, where the same label stands on every row. */
  of?: string | undefined
}) {
  const { t } = useTranslation('preparation')
  return (
    <Setting label={props.label}>
      <NativeSelect
        size="xs"
        aria-label={props.of ? `${props.label}, ${props.of}` : props.label}
        value={props.value}
        onChange={(event) => {
          const word = props.words.find((one) => one === event.currentTarget.value)
          if (word) props.onChange(word)
        }}
        data={props.words.map((value) => ({ value, label: t(`choice.${props.group}.${value as string}`) }))}
      />
    </Setting>
  )
}

/** A number; null where it is left open, if it may be. */
export function Amount(props: {
  label: string
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  whole?: boolean
  placeholder?: string
  of?: string | undefined
  width?: number
}) {
  const { label, value, of, whole = false, width = 84 } = props
  return (
    <Setting label={label}>
      <NumberInput
        size="xs"
        w={width}
        hideControls
        aria-label={of ? `${label}, ${of}` : label}
        placeholder={props.placeholder ?? ''}
        allowDecimal={!whole}
        clampBehavior="blur"
        {...(props.min === undefined ? {} : { min: props.min })}
        {...(props.max === undefined ? {} : { max: props.max })}
        {...(props.step === undefined ? {} : { step: props.step })}
        value={value ?? ''}
        onChange={(given) => props.onChange(given === '' ? null : Number(given))}
      />
    </Setting>
  )
}

/** A setting that is on or off. `of`: the column it is of, where several have it. */
export function Toggle(props: {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  of?: string | undefined
}) {
  return (
    <Switch
      size="xs"
      label={props.label}
      aria-label={props.of ? `${props.label}, ${props.of}` : props.label}
      checked={props.checked}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

/** A word and what it is set to, on one line. */
function Setting({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {label}
      </Text>
      {children}
    </Group>
  )
}
