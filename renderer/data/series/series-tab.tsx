import { Button, Group, Loader, MultiSelect, NativeSelect, Skeleton, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { callService } from '../../service.ts'
import { Explained } from '../../shell/explained.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { act, useActs } from '../acts/data-acts.ts'
import { useSeries } from './use-series.ts'
import { WindowChart } from './window-chart.tsx'
import { WindowFields } from './window-fields.tsx'

/** How a table is read as a time series: its time, what is forecast and its windows, one of them drawn over the rows. */
export function SeriesTab({ dataset }: { dataset: Dataset }) {
  // What was saved, or gone back to, is where a draft begins.
  return <SeriesDraft key={dataset.version} dataset={dataset} />
}

function SeriesDraft({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('series')
  const draft = useSeries(dataset)
  const saving = useActs(({ busy }) => busy)
  const { choice, stored, changed, preview, failure, busy } = draft
  const dates = dataset.columns.filter(({ type }) => type === 'date').map(({ name }) => name)
  const numbers = dataset.columns.filter(({ type }) => type === 'number').map(({ name }) => name)
  const save = () =>
    act(dataset, () => {
      const task = crypto.randomUUID()
      return callService('dataset.readSeries', { id: dataset.id, choice, task })
    })
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" maw={720}>
        {t(dataset.series ? 'about' : 'aboutTable')}
      </Text>
      <Group align="flex-end" gap="md">
        <NativeSelect
          size="xs"
          w={220}
          label={<Explained word={t('date')} help={t('dateHelp')} />}
          value={choice.series?.date ?? stored?.date ?? dates[0] ?? ''}
          onChange={(event) => draft.change({ date: event.currentTarget.value })}
          data={dates}
        />
        <MultiSelect
          size="xs"
          miw={220}
          maw={480}
          label={<Explained word={t('targets')} help={t('targetsHelp')} />}
          value={draft.targets.filter((name) => numbers.includes(name))}
          onChange={draft.setTargets}
          data={numbers}
          error={draft.targets.length === 0 ? t('noTarget') : undefined}
          searchable
          maxValues={100}
        />
      </Group>
      {stored && <WindowFields series={stored} options={choice.series ?? {}} onChange={draft.change} />}
      <Group gap="xs">
        <Button
          size="xs"
          disabled={!changed || busy || failure !== null || draft.targets.length === 0}
          loading={saving}
          onClick={() => void save()}
        >
          {t('keep')}
        </Button>
        <Button size="xs" variant="default" disabled={!changed} onClick={draft.discard}>
          {t('discard')}
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {changed ? t('unsaved') : t('version', { version: dataset.version })}
        </Text>
        {busy && <Loader size={14} aria-label={t('busy')} />}
      </Group>
      {failure && <FailureNotice failure={failure} />}
      {!failure && !preview && <Skeleton h={300} animate={false} />}
      {!failure && preview && <WindowChart preview={preview} onAt={draft.setAt} />}
    </Stack>
  )
}
