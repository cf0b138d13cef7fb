import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** Columns beside the name that are no metrics, in the order in which they are offered and shown. */
export const plainColumns = [
  'status',
  'data',
  'model',
  'optimizer',
  'learningRate',
  'batchSize',
  'epochs',
  'bestEpoch',
  'device',
  'note',
  'duration',
  'created',
] as const
export type PlainColumn = (typeof plainColumns)[number]

/** Where the metrics stand among the others: before this column. */
const metricsBefore: PlainColumn = 'device'

export interface ColumnChoice {
  /** Ids of the columns that are shown; a metric's id is its name. */
  columns: string[]
}

/** Which columns the runs' table has; kept between visits. */
export const useColumnChoice = create<ColumnChoice>()(
  persist(
    () => ({
      columns: ['status', 'data', 'model', 'epochs', 'val_accuracy', 'val_loss', 'duration', 'created'],
    }),
    { name: 'lathe.runs.columns' },
  ),
)

/** Every column there can be with these metrics, in order. */
export function columnsInOrder(metrics: readonly string[]): string[] {
  const at = plainColumns.indexOf(metricsBefore)
  return [...plainColumns.slice(0, at), ...metrics, ...plainColumns.slice(at)]
}

/** Shows a column, or hides it. */
export function toggleColumn(id: string): void {
  useColumnChoice.setState(({ columns }) => ({
    columns: columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id],
  }))
}

const words = { least: 90, share: 1.2, number: false }
const looks: Record<string, { least: number; share: number; number: boolean }> = {
  name: { least: 140, share: 2, number: false },
  status: { least: 104, share: 0.8, number: false },
  data: words,
  model: words,
  optimizer: { ...words, share: 0.8 },
  device: words,
  note: { ...words, share: 1.6 },
}

/** How wide a column is, and whether it holds figures, which stand to the right. */
export function lookOf(id: string): { least: number; share: number; number: boolean } {
  return (
    looks[id] ?? { least: id === 'created' ? 108 : Math.max(84, 16 + 7 * id.length), share: 0, number: true }
  )
}

/** The grid of a row of these columns: its tracks, and how narrow it can be. */
export function gridOf(ids: readonly string[]): { tracks: string; least: number } {
  const tracks = ids
    .map(lookOf)
    .map(({ least, share }) => (share ? `minmax(${least}px, ${share}fr)` : `${least}px`))
  return {
    tracks: `36px 20px ${tracks.join(' ')}`,
    least: 56 + ids.reduce((sum, id) => sum + lookOf(id).least, 0),
  }
}
