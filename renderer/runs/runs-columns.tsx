import { Text, useComputedColorScheme } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { createColumnHelper } from '@tanstack/react-table'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '../../contract/run.ts'
import { Figure } from '../charts/figure.tsx'
import { duration } from '../charts/number-format.ts'
import { runColour } from '../charts/run-colours.ts'
import { useAction } from '../service.ts'
import { NameField } from './name-field.tsx'
import { RunStatus } from './run-status.tsx'
import { bestOrLast, runSeconds } from './runs-list.ts'
import type { RunTableFeatures } from './runs-table.tsx'

const column = createColumnHelper<RunTableFeatures, RunRow>()

const byText = (of: (row: RunRow) => string) => (a: { original: RunRow }, b: { original: RunRow }) =>
  of(a.original).localeCompare(of(b.original), undefined, { numeric: true })
const byNumber = (of: (row: RunRow) => number | null) => (a: { original: RunRow }, b: { original: RunRow }) =>
  (of(a.original) ?? Number.NEGATIVE_INFINITY) - (of(b.original) ?? Number.NEGATIVE_INFINITY)
const metric = (name: string) => (row: RunRow) => bestOrLast(row, name)
const seconds = (row: RunRow) => runSeconds(row, Date.now())

/** The columns of the runs' table. */
export function runColumns(t: TFunction<'runs'>) {
  return column.columns([
    column.display({
      id: 'swatch',
      header: '',
      enableSorting: false,
      cell: ({ row }) => <Swatch colour={row.original.colour} />,
    }),
    column.accessor('name', {
      header: t('column.name'),
      cell: ({ row }) => <Name run={row.original} />,
      sortFn: byText((row) => row.name),
    }),
    column.accessor('status', {
      header: t('column.status'),
      cell: ({ row }) => <RunStatus status={row.original.status} />,
      sortFn: byText((row) => row.status),
    }),
    column.accessor('datasetName', {
      header: t('column.data'),
      cell: words,
      sortFn: byText((row) => row.datasetName),
    }),
    column.accessor('modelName', {
      header: t('column.model'),
      cell: words,
      sortFn: byText((row) => row.modelName),
    }),
    column.accessor((row) => row.epochsDone, {
      id: 'epochs',
      header: t('column.epochs'),
      cell: ({ row }) => `${row.original.epochsDone} / ${row.original.settings.epochs}`,
      sortFn: byNumber((row) => row.epochsDone),
    }),
    column.accessor(metric('val_accuracy'), {
      id: 'accuracy',
      header: 'val_accuracy',
      cell: ({ row }) => <Figure value={metric('val_accuracy')(row.original)} />,
      sortFn: byNumber(metric('val_accuracy')),
    }),
    column.accessor(metric('val_loss'), {
      id: 'loss',
      header: 'val_loss',
      cell: ({ row }) => <Figure value={metric('val_loss')(row.original)} />,
      sortFn: byNumber(metric('val_loss')),
    }),
    column.accessor(seconds, {
      id: 'duration',
      header: t('column.duration'),
      cell: ({ row }) => duration(seconds(row.original)),
      sortFn: byNumber(seconds),
    }),
    column.accessor('createdAt', {
      id: 'created',
      header: t('column.created'),
      cell: ({ row }) => <Moment at={row.original.createdAt} />,
      sortFn: byNumber((row) => row.createdAt),
    }),
  ])
}

function words({ getValue }: { getValue: () => string }) {
  return (
    <Text size="sm" truncate title={getValue()}>
      {getValue()}
    </Text>
  )
}

/** A run's colour, the same everywhere. */
export function Swatch({ colour }: { colour: number }) {
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <span
      aria-hidden="true"
      style={{
        display: 'inline-block',
        flex: 'none',
        width: 10,
        height: 10,
        borderRadius: 2,
        background: runColour(colour, dark),
      }}
    />
  )
}

/** When something was, short; in full on hover. */
export function Moment({ at }: { at: number }) {
  const { i18n } = useTranslation()
  const date = new Date(at)
  const today = date.toDateString() === new Date().toDateString()
  const text = today
    ? date.toLocaleTimeString(i18n.language, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(i18n.language, { year: 'numeric', month: 'short', day: 'numeric' })
  return <span title={date.toLocaleString(i18n.language)}>{text}</span>
}

function Name({ run }: { run: RunRow }) {
  const rename = useAction('run.rename')
  return (
    <>
      <NameField name={run.name} onRename={(name) => rename.mutate({ id: run.id, name })} />
      {run.note && (
        <span title={run.note} style={{ display: 'inline-flex', flex: 'none' }}>
          <IconNote size={14} aria-label={run.note} />
        </span>
      )}
    </>
  )
}
