import type { TableName } from '../contract/app.ts'
import type { EventName, Events } from '../contract/calls.ts'
import type { Task } from '../contract/task.ts'
import type { EpochPoint, RunProgress, StepPoint } from '../contract/training/run.ts'

export interface Announcer {
  tables(...names: TableName[]): void
  points(run: string, steps: StepPoint[], epochs: EpochPoint[], progress: RunProgress | null): void
  /** A run goes on from a checkpoint: its points after that are void. */
  takenUp(run: string, at: { step: number; epoch: number }): void
  task(task: Task): void
  /** Announces at once what is waiting. */
  flush(): void
  onEvent(listener: Listener): () => void
}
export type Listener = <N extends EventName>(name: N, payload: Events[N]) => void

/** Gathers facts for `wait` milliseconds and announces them together, so that a fast job does not flood the window. */
export function createAnnouncer(wait = 100): Announcer {
  const listeners = new Set<Listener>()
  const tables = new Set<TableName>()
  const points = new Map<string, Events['run.points'][number]>()
  const tasks = new Map<string, Task>()
  let timer: NodeJS.Timeout | undefined

  const emit: Listener = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const batch = { points: [...points.values()], tasks: [...tasks.values()], tables: [...tables] }
    points.clear()
    tasks.clear()
    tables.clear()
    if (batch.points.length) emit('run.points', batch.points)
    if (batch.tasks.length) emit('task.changed', batch.tasks)
    if (batch.tables.length) emit('tables.changed', batch.tables)
  }
  const later = () => {
    timer ??= setTimeout(flush, wait)
  }
  return {
    tables(...names) {
      for (const name of names) tables.add(name)
      later()
    },
    points(run, steps, epochs, progress) {
      const known = points.get(run)
      if (known) {
        known.steps.push(...steps)
        known.epochs.push(...epochs)
        known.progress = progress
      } else points.set(run, { run, steps: [...steps], epochs: [...epochs], progress })
      later()
    },
    takenUp(run, { step, epoch }) {
      // What is still waiting to be announced of the run came before.
      points.set(run, { run, steps: [], epochs: [], progress: null, takenUpAt: { step, epoch } })
      later()
    },
    task(task) {
      tasks.set(task.id, { ...task })
      later()
    },
    flush,
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
