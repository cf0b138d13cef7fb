import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Explained } from '../../shell/explained.tsx'

interface Props extends Pick<NumberInputProps, 'min' | 'max' | 'step' | 'placeholder'> {
  /** A key of `field` and `help` in the train texts. */
  field: string
  value: number | null
  whole?: boolean
  /** null when the field is left empty. */
  onChange: (value: number | null) => void
}

/** A number with its word and a sentence on what it means. */
export function NumberField({ field, value, whole = false, onChange, ...more }: Props) {
  const { t } = useTranslation('train')
  return (
    <NumberInput
      size="xs"
      label={<Explained word={t(`field.${field}`)} help={t(`help.${field}`)} />}
      allowDecimal={!whole}
      decimalScale={8}
      clampBehavior="blur"
      value={value ?? ''}
      onChange={(given) => onChange(given === '' ? null : Number(given))}
      {...more}
    />
  )
}
