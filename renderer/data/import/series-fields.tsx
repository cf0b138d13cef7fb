import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportOptions } from '../../../contract/data/dataset.ts'
import type { Series } from '../../../contract/data/series.ts'
import { WindowFields } from '../series/window-fields.tsx'
import { changeOptions } from './import-flow.ts'

/** How windows are cut out of a time series that is about to be imported. */
export function SeriesFields({ series, options }: { series: Series; options: ImportOptions }) {
  const { t } = useTranslation('reading')
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('series')}
      </Text>
      <WindowFields
        series={series}
        options={options.series ?? {}}
        onChange={(part) => changeOptions({ ...options, series: { ...options.series, ...part } })}
      />
    </Stack>
  )
}
