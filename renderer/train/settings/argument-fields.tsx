import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { faultOf, rangeOf, rangeText } from '../../../contract/training/argument-ranges.ts'
import { Explained } from '../../shell/explained.tsx'

type Values = Record<string, number | boolean | null>

/** The arguments of an optimizer or a loss by Keras's names: empty is Keras's default, and only what differs is kept. */
export function ArgumentFields(props: {
  title: string
  defaults: Values
  given: Values
  onChange: (given: Values) => void
}) {
  const { title, defaults, given, onChange } = props
  const { t } = useTranslation('arguments')
  const names = Object.keys(defaults)
  if (names.length === 0) return null
  const put = (name: string, value: number | boolean | null) => {
    const { [name]: _, ...others } = given
    onChange(value === defaults[name] ? others : { ...others, [name]: value })
  }
  return (
    <Stack gap="xs" component="section">
      <Group justify="space-between" mih={22}>
        <Text size="xs" c="dimmed" fw={600}>
          {title}
        </Text>
        {names.some((name) => name in given) && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange({})}>
            {t('reset')}
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md" verticalSpacing="sm">
        {names.map((name) => (
          <Argument
            key={name}
            name={name}
            defaults={defaults}
            value={given[name]}
            onChange={(value) => put(name, value)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function Argument(props: {
  name: string
  defaults: Values
  value: number | boolean | null | undefined
  onChange: (value: number | boolean | null) => void
}) {
  const { name, defaults, value, onChange } = props
  const { t } = useTranslation('arguments')
  const usual = defaults[name] ?? null
  const shown = usual === null ? t(name === 'axis' ? 'wholeBatch' : 'off') : String(usual)
  const help = `${t(`help.${name}`)} ${t('default', { value: shown })}`
  const label = <Explained word={name} help={help} />
  if (typeof usual === 'boolean')
    return (
      <Switch
        size="xs"
        mt="lg"
        label={label}
        checked={value === undefined ? usual : value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  if (name === 'axis')
    return (
      <Select
        size="xs"
        label={label}
        allowDeselect={false}
        data={[
          { value: 'batch', label: t('wholeBatch') },
          { value: 'item', label: t('eachItem') },
        ]}
        value={value === -1 ? 'item' : 'batch'}
        onChange={(choice) => onChange(choice === 'item' ? -1 : null)}
      />
    )
  const fault = value === undefined ? null : faultOf(defaults, name, value)
  const range = rangeOf(name)
  return (
    <NumberInput
      size="xs"
      label={label}
      placeholder={shown}
      decimalScale={10}
      step={range?.max === 1 ? 0.01 : 0.1}
      allowNegative={range === undefined || range.min < 0}
      error={fault && t('unusable', { known: rangeText(name) })}
      value={typeof value === 'number' ? value : ''}
      onChange={(given) => onChange(given === '' ? usual : Number(given))}
    />
  )
}
