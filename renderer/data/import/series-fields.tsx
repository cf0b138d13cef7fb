import { Group, NumberInput, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportOptions } from '../../../contract/data/dataset.ts'
import type { Series } from '../../../contract/data/series.ts'
import { Explained } from '../../shell/explained.tsx'
import { changeOptions } from './import-flow.ts'

const numbers = ['sequenceLength', 'horizon', 'sequenceStride', 'samplingRate'] as const

/** How windows are cut out of a time series: Keras's arguments, and how far ahead is forecast. */
export function SeriesFields({ series, options }: { series: Series; options: ImportOptions }) {
  const { t } = useTranslation('reading')
  const chosen = { ...series, sequenceLength: series.window, ...options.series }
  const change = (part: ImportOptions['series']) =>
    changeOptions({ ...options, series: { ...options.series, ...part } })
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('series')}
      </Text>
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
            onChange={(value) => Number(value) >= 1 && change({ [name]: Number(value) })}
          />
        ))}
        {series.gaps > 0 && (
          <Switch
            size="xs"
            pb={6}
            label={<Explained word={t('window.acrossGaps')} help={t('windowHelp.acrossGaps')} />}
            checked={chosen.acrossGaps}
            onChange={(event) => change({ acrossGaps: event.currentTarget.checked })}
          />
        )}
      </Group>
    </Stack>
  )
}
