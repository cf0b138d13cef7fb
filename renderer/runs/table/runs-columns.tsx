import { Text, useComputedColorScheme } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { defaultLearningRate } from '../../../contract/training/optimizers.ts'
import type { RunRow } from '../../../contract/training/run.ts'
import { Figure } from '../../charts/figure.tsx'
import { duration } from '../../charts/number-format.ts'
import { runColour } from '../../charts/run-colours.ts'
import { useAction } from '../../service.ts'
import { Moment } from '../../shell/moment.tsx'
import { NameField } from '../name-field.tsx'
import { RunStatus } from '../run-status.tsx'
import type { PlainColumn } from './column-choice.ts'
import { bestOrLast, runSeconds } from './runs-list.ts'

/** What the table of runs can do: it sorts. */
export const runTableFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const column = createColumnHelper<typeof runTableFeatures, RunRow>()

const byText = (of: (row: RunRow) => string) => (a: { original: RunRow }, b: { original: RunRow }) =>
  of(a.original).localeCompare(of(b.original), undefined, { numeric: true })
const byNumber = (of: (row: RunRow) => number | null) => (a: { original: RunRow }, b: { original: RunRow }) =>
  (of(a.original) ?? Number.NEGATIVE_INFINITY) - (of(b.original) ?? Number.NEGATIVE_INFINITY)
const seconds = (row: RunRow) => runSeconds(row, Date.now())

/** What a column that is no metric shows, and what it is sorted by. */
const plain: Record<PlainColumn, Pick<RunColumn, 'cell' | 'sortFn'>> = {
  status: {
    cell: ({ row }) => <RunStatus status={row.original.status} />,
    sortFn: byText((row) => row.status),
  },
  data: ofWords((row) => row.datasetName),
  model: ofWords((row) => row.modelName),
  optimizer: ofWords((row) => row.settings.optimizer),
  learningRate: ofFigure((row) => row.settings.learningRate ?? defaultLearningRate[row.settings.optimizer]),
  batchSize: ofCount((row) => row.settings.batchSize),
  epochs: {
    cell: ({ row }) => `${row.original.epochsDone} / ${row.original.settings.epochs}`,
    sortFn: byNumber((row) => row.epochsDone),
  },
  bestEpoch: ofCount((row) => row.bestEpoch),
  device: ofWords((row) => row.device ?? ''),
  note: ofWords((row) => row.note),
  duration: { cell: ({ row }) => duration(seconds(row.original)), sortFn: byNumber(seconds) },
  created: {
    cell: ({ row }) => <Moment at={row.original.createdAt} />,
    sortFn: byNumber((row) => row.createdAt),
  },
}

interface RunColumn {
  cell: (context: { row: { original: RunRow } }) => ReactNode
  sortFn: (a: { original: RunRow }, b: { original: RunRow }) => number
}

/** The columns of the runs' table: the run's colour and name, then what was chosen. */
export function runColumns(t: TFunction<'runs'>, ids: readonly string[]) {
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
    ...ids.map((id) => {
      const known = plain[id as PlainColumn] as RunColumn | undefined
      return column.accessor((row) => row.id, {
        id,
        header: known ? t(`column.${id}`) : id,
        ...(known ?? ofFigure((row) => bestOrLast(row, id))),
      })
    }),
  ])
}

function ofWords(of: (row: RunRow) => string): RunColumn {
  return {
    cell: ({ row }) => (
      <Text size="sm" truncate title={of(row.original)}>
        {of(row.original)}
      </Text>
    ),
    sortFn: byText(of),
  }
}

function ofFigure(of: (row: RunRow) => number | null): RunColumn {
  return { cell: ({ row }) => <Figure value={of(row.original)} />, sortFn: byNumber(of) }
}

function ofCount(of: (row: RunRow) => number | null): RunColumn {
  return { cell: ({ row }) => of(row.original)?.toString() ?? '–', sortFn: byNumber(of) }
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
