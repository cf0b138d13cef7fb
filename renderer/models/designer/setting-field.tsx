import { NumberInput, Select, Switch } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Parameter } from '../../../contract/layers/layer-kind.ts'
import { DraftInput } from './draft-input.tsx'
import { argument, valueText } from './layer-facts.ts'

interface FieldProps {
  parameter: Parameter
  value: unknown
  /** What Keras takes where nothing is said. */
  usual: unknown
  onChange: (value: unknown) => void
}

const listText = (value: unknown) =>
  Array.isArray(value) ? value.map((size) => size ?? '?').join(', ') : String(value ?? '')

/** Sizes by commas or crosses, `?` for one left open; null when it is not that. */
function readSizes(text: string): (number | null)[] | null {
  const parts = text.split(/[,×x\s()]+/).filter(Boolean)
  const sizes = parts.map((part) => (part === '?' ? null : Number(part)))
  return sizes.length > 0 && sizes.every((size) => size === null || Number.isInteger(size)) ? sizes : null
}

/** A list of sizes; kept on Enter or on leaving, when it can be read. */
function SizesField({ parameter, value, onChange, ...shared }: FieldProps & { description: string }) {
  const { t } = useTranslation('models')
  // The batch is always open, so that the input's shape is asked for without it, as keras.Input does.
  const batch = parameter.name === 'batch_shape'
  const shown = listText(batch && Array.isArray(value) ? value.slice(1) : value)
  const [draft, setDraft] = useState(shown)
  const [wrong, setWrong] = useState('')
  useEffect(() => setDraft(shown), [shown])
  const keep = () => {
    const sizes = readSizes(draft)
    const pair = parameter.kind === 'pair'
    const read = pair && sizes?.length === 1 ? [sizes[0] ?? null, sizes[0] ?? null] : sizes
    const fits = read && (!pair || (read.length === 2 && read.every((size) => (size ?? 0) >= parameter.min)))
    const positive = !batch || read?.every((size) => size === null || size > 0)
    setWrong(fits && positive ? '' : t(pair ? 'pairWrong' : 'sizesWrong'))
    if (read && fits && positive && listText(read) !== shown) onChange(batch ? [null, ...read] : read)
  }
  return (
    <DraftInput
      label={batch ? argument.shape : parameter.name}
      description={shared.description}
      draft={draft}
      wrong={wrong}
      onDraft={setDraft}
      onKeep={keep}
    />
  )
}

/** One setting by its Keras name, with what it means and Keras's default. */
export function SettingField(props: FieldProps) {
  const { t, i18n } = useTranslation('models')
  const { parameter, value, usual, onChange } = props
  const meaning = i18n.exists(`setting.${parameter.name}`, { ns: 'models' })
    ? t(`setting.${parameter.name}`)
    : ''
  const changed = usual !== undefined && usual !== null && valueText(usual) !== valueText(value)
  const description = [
    meaning,
    changed && parameter.name !== 'batch_shape' ? t('usual', { value: valueText(usual) }) : '',
  ]
    .filter(Boolean)
    .join(' ')
  const shared = { size: 'xs', label: parameter.name, description } as const
  if (parameter.kind === 'number') {
    return (
      <NumberInput
        {...shared}
        value={typeof value === 'number' ? value : ''}
        min={parameter.min}
        {...(parameter.max === undefined ? {} : { max: parameter.max })}
        step={parameter.integer ? 1 : 0.1}
        allowDecimal={!parameter.integer}
        onChange={(next) => {
          const most = parameter.max ?? Number.POSITIVE_INFINITY
          if (typeof next === 'number' && next >= parameter.min && next <= most) onChange(next)
        }}
      />
    )
  }
  if (parameter.kind === 'choice') {
    const options = [...parameter.options]
    const now = typeof value === 'string' ? value : String(value ?? '')
    return (
      <Select
        {...shared}
        data={options.includes(now) || !now ? options : [now, ...options]}
        value={now}
        allowDeselect={false}
        onChange={onChange}
      />
    )
  }
  if (parameter.kind === 'boolean') {
    return (
      <Switch
        {...shared}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  }
  return <SizesField {...props} description={description} />
}
