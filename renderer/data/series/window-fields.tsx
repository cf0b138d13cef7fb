import { Group, NumberInput, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Series, SeriesOptions } from '../../../contract/data/series.ts'
import { Explained } from '../../shell/explained.tsx'

const numbers = ['sequenceLength', 'horizon', 'sequenceStride', 'samplingRate'] as const

/** How windows are cut out of a time series: Keras's arguments, and how far ahead is forecast. */
export function WindowFields(props: {
  series: Series
  options: SeriesOptions
  onChange: (part: SeriesOptions) => void
}) {
  const { t } = useTranslation('reading')
  const { series, options, onChange } = props
  const chosen = { ...series, sequenceLength: series.window, ...options }
  return (
    <Group align="flex-end" gap="md">
      {numbers.map((name) => (
        <NumberInput
          key={name}
          size="xs"
          w={150}
          label={<Explained word={t(`window.${name}`)} help={t(`windowHelp.${name}`)} />}
          min={1}
          max={name === 'horizon' ? 1000 : 100_000}
          allowDecimal={false}
          clampBehavior="blur"
          value={chosen[name]}
          onChange={(value) => Number(value) >= 1 && onChange({ [name]: Number(value) })}
        />
      ))}
      {series.gaps > 0 && (
        <Switch
          size="xs"
          pb={6}
          label={<Explained word={t('window.acrossGaps')} help={t('windowHelp.acrossGaps')} />}
          checked={chosen.acrossGaps}
          onChange={(event) => onChange({ acrossGaps: event.currentTarget.checked })}
        />
      )}
    </Group>
  )
}
