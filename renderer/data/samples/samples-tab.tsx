import { ActionIcon, Button, Group, NativeSelect, Slider, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { type Dataset, PartName } from '../../../contract/data/dataset.ts'
import type { Sample } from '../../../contract/data/samples.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { leaveOut } from '../acts/data-acts.ts'
import type { ItemViewState } from './item-view.ts'
import { LargeView } from './large-view.tsx'
import { PictureGrid } from './picture-grid.tsx'
import { RowTable } from './row-table.tsx'
import classes from './samples.module.css'
import type { ItemFilter } from './use-items.ts'

/** Every item there is: to be searched, looked at and left out. */
export function SamplesTab({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation(['gallery', 'data', 'findings'])
  const [query, setQuery] = useSearchParams()
  const finding = query.get('finding') ?? undefined
  const [part, setPart] = useState('')
  const [className, setClassName] = useState('')
  const [left, setLeft] = useState('')
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const [size, setSize] = useState(112)
  const [state, setState] = useState<ItemViewState>({ total: null, failure: null, chosen: 0 })
  const filter = useMemo(
    (): ItemFilter => ({
      ...(part ? { part: PartName.parse(part) } : {}),
      ...(className ? { className } : {}),
      ...(left ? { leftOut: left === 'left' } : {}),
      ...(search ? { search } : {}),
      ...(finding ? { finding } : {}),
    }),
    [part, className, left, search, finding],
  )
  const onState = useCallback(
    (next: ItemViewState) =>
      setState((old) =>
        old.total === next.total && old.failure === next.failure && old.chosen === next.chosen ? old : next,
      ),
    [],
  )
  // What is chosen is left out, unless all of it is left out already.
  const change = (samples: Sample[]) =>
    void leaveOut(
      dataset,
      samples.map(({ key }) => key),
      samples.some((sample) => !sample.leftOut),
    )
  const pictures = dataset.kind !== 'table' && dataset.kind !== 'text-folder'
  const View = pictures ? PictureGrid : RowTable
  return (
    <div className={classes.samples}>
      <Group gap="xs" className={classes.bar}>
        <TextInput
          size="xs"
          w={200}
          data-search
          aria-label={t(pictures ? 'searchNames' : 'searchRows')}
          placeholder={t(pictures ? 'searchNames' : 'searchRows')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {dataset.parts.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t('part')}
            value={part}
            onChange={(event) => setPart(event.currentTarget.value)}
            data={[
              { value: '', label: t('allParts') },
              ...dataset.parts.map(({ part }) => ({ value: part, label: t(`data:parts.${part}`) })),
            ]}
          />
        )}
        {dataset.classes.length > 0 && (
          <NativeSelect
            size="xs"
            maw={200}
            aria-label={t('data:classFilter')}
            value={className}
            onChange={(event) => setClassName(event.currentTarget.value)}
            data={[{ value: '', label: t('data:allClasses') }, ...dataset.classes]}
          />
        )}
        <NativeSelect
          size="xs"
          aria-label={t('leftOutFilter')}
          value={left}
          onChange={(event) => setLeft(event.currentTarget.value)}
          data={[
            { value: '', label: t('keptAndLeft') },
            { value: 'kept', label: t('onlyKept') },
            { value: 'left', label: t('onlyLeft') },
          ]}
        />
        {finding && (
          <Group gap={2} className={classes.chip} wrap="nowrap">
            <Text size="xs" truncate maw={220}>
              {t(`findings:titles.${finding.split(':')[0]}`)}
            </Text>
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={t('allItems')}
              onClick={() => setQuery({ tab: 'samples' }, { replace: true })}
            >
              <IconX size={12} />
            </ActionIcon>
          </Group>
        )}
        <Text size="xs" c="dimmed" role="status">
          {state.total === null ? '' : t('found', { count: state.total })}
          {state.chosen > 0 ? ` · ${t('chosen', { count: state.chosen })}` : ''}
        </Text>
        <Group gap="xs" ml="auto" wrap="nowrap">
          <Text size="xs" c="dimmed" title={t('keysHint')} className={classes.keys}>
            {t('keys')}
          </Text>
          {pictures && (
            <Slider
              w={110}
              size="xs"
              min={56}
              max={256}
              step={8}
              value={size}
              onChange={setSize}
              label={null}
              thumbLabel={t('size')}
            />
          )}
        </Group>
      </Group>
      {state.failure && <FailureNotice failure={state.failure} />}
      {state.total === 0 && (
        <Group p="md" gap="sm">
          <Text size="sm">{t('nothing')}</Text>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              setPart('')
              setClassName('')
              setLeft('')
              setTyped('')
              setQuery({ tab: 'samples' }, { replace: true })
            }}
          >
            {t('allItems')}
          </Button>
        </Group>
      )}
      <View
        key={JSON.stringify(filter)}
        dataset={dataset}
        filter={filter}
        size={size}
        onLeaveOut={change}
        onState={onState}
        large={(gallery, at) =>
          gallery.large !== null && (
            <LargeView dataset={dataset} gallery={gallery} sample={at(gallery.large)} onLeaveOut={change} />
          )
        }
      />
    </div>
  )
}
