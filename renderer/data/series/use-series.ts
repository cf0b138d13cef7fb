import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Series, SeriesChoice, SeriesOptions, SeriesPreview } from '../../../contract/data/series.ts'
import { callService, type ServiceFailure } from '../../service.ts'

/** What is chosen of a time series before it is kept, and one of its windows a moment after each change. */
export function useSeries(dataset: Dataset) {
  const [series, setSeries] = useState<SeriesOptions>({})
  const [targets, setTargets] = useState<string[] | null>(null)
  const [at, setAt] = useState(0)
  const choice: SeriesChoice = { series, ...(targets?.length ? { targets } : {}) }
  const [settled] = useDebouncedValue(JSON.stringify({ id: dataset.id, choice, at }), 200)
  const { data, error, isFetching } = useQuery<SeriesPreview, ServiceFailure>({
    queryKey: ['dataset.previewSeries', dataset.version, settled],
    queryFn: () => callService('dataset.previewSeries', JSON.parse(settled)),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const stored = dataset.columns.filter(({ role }) => role === 'target').map(({ name }) => name)
  return {
    choice,
    targets: targets ?? stored,
    /** Shown where the data set has none yet. */
    stored: dataset.series ?? data?.series ?? null,
    changed: differs(dataset.series, series) || (targets !== null && String(targets) !== String(stored)),
    change: (part: SeriesOptions) => setSeries((before) => ({ ...before, ...part })),
    setTargets,
    setAt,
    discard: () => {
      setSeries({})
      setTargets(null)
    },
    preview: data,
    failure: error,
    busy: isFetching || settled !== JSON.stringify({ id: dataset.id, choice, at }),
  }
}

/** Whether options say anything else than what a series has already. */
function differs(series: Series | undefined, { sequenceLength, ...options }: SeriesOptions): boolean {
  const has: Partial<Series> = series ?? {}
  const asked = { ...options, ...(sequenceLength === undefined ? {} : { window: sequenceLength }) }
  return Object.entries(asked).some(([name, value]) => has[name as keyof Series] !== value)
}
