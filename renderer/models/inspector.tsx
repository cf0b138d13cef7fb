import { Button, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { catalogue } from '../../contract/layers/catalogue.ts'
import type { Parameter } from '../../contract/layers/layer-kind.ts'
import type { KerasLayer } from '../../contract/model.ts'

interface FieldProps {
  parameter: Parameter
  value: unknown
  onChange: (value: unknown) => void
}

const listText = (value: unknown) =>
  Array.isArray(value) ? value.map((size) => size ?? '?').join(', ') : String(value ?? '')

/** Sizes by commas or crosses, `?` for one left open; null when it is not that. */
function readSizes(text: string): (number | null)[] | null {
  const parts = text.split(/[,×x\s]+/).filter(Boolean)
  const sizes = parts.map((part) => (part === '?' ? null : Number(part)))
  return sizes.length > 0 && sizes.every((size) => size === null || Number.isInteger(size)) ? sizes : null
}

/** A list of sizes; kept on Enter or on leaving, when it can be read. */
function SizesField({ parameter, value, onChange }: FieldProps) {
  const { t } = useTranslation('models')
  const [draft, setDraft] = useState(listText(value))
  const [wrong, setWrong] = useState(false)
  useEffect(() => setDraft(listText(value)), [value])
  const keep = () => {
    const sizes = readSizes(draft)
    const least = parameter.kind === 'pair' ? parameter.min : null
    const pairs = least === null || (sizes?.length === 2 && sizes.every((size) => (size ?? 0) >= least))
    setWrong(!sizes || !pairs)
    if (sizes && pairs && draft !== listText(value)) onChange(sizes)
  }
  return (
    <TextInput
      size="xs"
      label={parameter.name}
      value={draft}
      error={wrong && t('sizesWrong')}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
      }}
    />
  )
}

function Field(props: FieldProps) {
  const { parameter, value, onChange } = props
  const shared = { size: 'xs', label: parameter.name } as const
  if (parameter.kind === 'number') {
    return (
      <NumberInput
        {...shared}
        value={typeof value === 'number' ? value : ''}
        min={parameter.min}
        max={parameter.max}
        allowDecimal={!parameter.integer}
        onChange={(next) => {
          if (typeof next === 'number' && next >= parameter.min) onChange(next)
        }}
      />
    )
  }
  if (parameter.kind === 'choice') {
    return (
      <Select
        {...shared}
        data={[...parameter.options]}
        value={String(value)}
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
  return <SizesField {...props} />
}

/** The settings of the selected layer. */
export function Inspector(props: {
  layer: KerasLayer | undefined
  parameters: number | undefined
  onChange: (key: string, value: unknown) => void
  onDelete: () => void
}) {
  const { t } = useTranslation('models')
  const { layer, onChange } = props
  if (!layer) return <Text size="sm">{t('selectLayer')}</Text>
  return (
    <Stack gap="xs">
      <Text fw={600}>{layer.class_name}</Text>
      <Text size="xs" c="dimmed">
        {t('layerParameters', { name: layer.name, value: props.parameters?.toLocaleString() ?? '–' })}
      </Text>
      {(catalogue[layer.class_name]?.parameters ?? []).map((parameter) => (
        <Field
          key={`${layer.name} ${parameter.name}`}
          parameter={parameter}
          value={layer.config[parameter.name]}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
      <Button size="xs" variant="default" onClick={props.onDelete}>
        {t('deleteLayer')}
      </Button>
    </Stack>
  )
}
