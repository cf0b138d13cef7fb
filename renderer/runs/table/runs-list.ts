import type { RunRow } from '../../../contract/training/run.ts'

/** Runs that hold every word of the filter in their name, data, model, status, optimizer or note. */
export function filterRuns(
  rows: readonly RunRow[],
  filter: string,
  statusWord: (row: RunRow) => string = (row) => row.status,
): RunRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...rows]
  return rows.filter((row) => {
    const text = [
      row.name,
      row.datasetName,
      row.modelName,
      row.note,
      row.settings.optimizer,
      row.status,
      statusWord(row),
    ]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** How long a run took, or has been going on; null before it began. */
export function runSeconds(row: Pick<RunRow, 'startedAt' | 'endedAt'>, now: number): number | null {
  if (row.startedAt === null) return null
  return Math.max(0, ((row.endedAt ?? now) - row.startedAt) / 1000)
}

/** The best value of a metric, or that of the last epoch where there is no best. */
export function bestOrLast(row: Pick<RunRow, 'best' | 'last'>, metric: string): number | null {
  return row.best[metric] ?? row.last[metric] ?? null
}

/** Every metric that any of these runs has, loss ones first. */
export function metricsOf(rows: readonly Pick<RunRow, 'last'>[]): string[] {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row.last)) names.add(name)
  const rank = (name: string) => ['val_loss', 'val_accuracy', 'loss', 'accuracy'].indexOf(name) + 1 || 9
  return [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}
