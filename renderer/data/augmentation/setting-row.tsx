import { NumberInput, RangeSlider, Select, Slider, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Augmentation, FillMode, ShiftRange } from '../../../contract/data/augmentation.ts'
import { Explained } from '../../shell/explained.tsx'
import classes from './augmentation.module.css'
import { boundsOf, type FieldControl, round, withBounds } from './augmentation-fields.ts'

interface Props {
  field: FieldControl
  value: Augmentation
  onChange: (change: Partial<Augmentation>) => void
}

/** One setting: its word with what it means, Keras's name, and what changes it. */
export function SettingRow(props: Props) {
  const { t } = useTranslation('augmentation')
  const { name } = props.field
  return (
    <div className={classes.row}>
      <span className={classes.word}>
        <Explained word={t(`field.${name}`)} help={t(`help.${name}`)} />
        <code className={classes.name}>{name}</code>
      </span>
      <Control {...props} />
    </div>
  )
}

function Control({ field, value, onChange }: Props) {
  const { t } = useTranslation('augmentation')
  const label = t(`field.${field.name}`)
  switch (field.control) {
    case 'switch':
      return (
        <Switch
          size="xs"
          aria-label={label}
          checked={value[field.name]}
          onChange={(event) => onChange({ [field.name]: event.currentTarget.checked })}
        />
      )
    case 'fill':
      return (
        <Select
          size="xs"
          aria-label={label}
          allowDeselect={false}
          data={FillMode.options.map((mode) => ({ value: mode, label: t(`fill.${mode}`) }))}
          value={value.fill_mode}
          onChange={(mode) => mode && onChange({ fill_mode: mode as Augmentation['fill_mode'] })}
        />
      )
    case 'number': {
      const put = (now: number) =>
        onChange({
          [field.name]: round(now),
          // The two exclude each other: the one that is turned on turns the other off.
          ...(field.name === 'mixup' && now > 0 ? { cutmix: 0 } : {}),
          ...(field.name === 'cutmix' && now > 0 ? { mixup: 0 } : {}),
        })
      return (
        <div className={classes.pair}>
          <Slider
            size="sm"
            label={null}
            thumbLabel={label}
            max={field.most}
            step={field.step}
            value={Math.min(field.most, value[field.name])}
            onChange={put}
          />
          <NumberInput
            size="xs"
            hideControls
            aria-label={label}
            min={0}
            max={field.most}
            clampBehavior="strict"
            value={value[field.name]}
            onChange={(now) => put(Number(now) || 0)}
          />
        </div>
      )
    }
    case 'range': {
      const [low, high] = boundsOf(value, field.name)
      return (
        <div className={classes.pair}>
          <RangeSlider
            size="sm"
            label={null}
            thumbFromLabel={`${label} ${t('from')}`}
            thumbToLabel={`${label} ${t('to')}`}
            min={field.least}
            max={field.most}
            step={0.05}
            minRange={0}
            value={[Math.max(field.least, low), Math.min(field.most, high)]}
            onChange={([from, to]) => onChange(withBounds(field.name, [round(from), round(to)]))}
          />
          <span className={classes.figure}>{`${low} – ${high}`}</span>
        </div>
      )
    }
    case 'shift':
      return <ShiftControl name={field.name} value={value[field.name]} onChange={onChange} label={label} />
  }
}

/** A share of the side by the slider; pixels or a list by typing. */
function ShiftControl({
  name,
  value,
  label,
  onChange,
}: {
  name: 'width_shift_range' | 'height_shift_range'
  value: ShiftRange
  label: string
  onChange: Props['onChange']
}) {
  const { t } = useTranslation('augmentation')
  const [draft, setDraft] = useState<string | null>(null)
  const parsed = draft === null ? null : parseShift(draft)
  const share = typeof value === 'number' && value < 1 ? value : 0
  const keep = () => {
    if (parsed !== null) onChange({ [name]: parsed })
    setDraft(null)
  }
  return (
    <div className={classes.pair}>
      <Slider
        size="sm"
        label={null}
        thumbLabel={label}
        max={0.9}
        step={0.01}
        value={share}
        onChange={(now) => onChange({ [name]: round(now) })}
      />
      <TextInput
        size="xs"
        aria-label={label}
        title={t('shiftForm')}
        error={draft !== null && parsed === null}
        value={draft ?? [value].flat().join(', ')}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep()
          if (event.key === 'Escape') setDraft(null)
        }}
      />
    </div>
  )
}

/** `0.2`, `5` or `-8, 0, 8`; null for what is none of these. */
function parseShift(text: string): ShiftRange | null {
  const numbers = text
    .split(/[,，\s]+/)
    .filter(Boolean)
    .map(Number)
  const found = ShiftRange.safeParse(numbers.length === 1 && !text.includes(',') ? numbers[0] : numbers)
  return found.success ? found.data : null
}
