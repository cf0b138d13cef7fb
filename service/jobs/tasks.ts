import { Fault, toFailure } from '../../contract/failure.ts'
import type { Task } from '../../contract/task.ts'
import type { Announcer } from '../announce.ts'

export type Progress = (done: number, total: number, unit: Task['unit']) => void

export interface Tasks {
  list(): Task[]
  cancel(id: string): void
  /** Does something long under the eyes of the window. @throws what `work` throws, or Fault `cancelled` */
  run<T>(
    task: Pick<Task, 'id' | 'kind' | 'title'>,
    work: (progress: Progress, signal: AbortSignal) => Promise<T>,
    outer?: AbortSignal,
  ): Promise<T>
  stop(): Promise<void>
}

/** How many that ended are remembered, for a window that opens late. */
const remembered = 20

/** The long things that a service is doing, with none yet. */
export function createTasks(announce: Announcer): Tasks {
  const tasks = new Map<string, Task>()
  const running = new Map<string, { abort: AbortController; done: Promise<unknown> }>()

  const forgetOld = () => {
    const ended = [...tasks.values()].filter((task) => task.state !== 'running')
    for (const task of ended.slice(0, Math.max(0, ended.length - remembered))) tasks.delete(task.id)
  }
  const end = (task: Task, state: Task['state']) => {
    task.state = state
    running.delete(task.id)
    announce.task(task)
    announce.tables('tasks')
    forgetOld()
  }
  return {
    list: () => [...tasks.values()],
    cancel(id) {
      running.get(id)?.abort.abort()
    },
    async run(named, work, outer) {
      if (running.has(named.id))
        throw new Fault('bad-input', { detail: `task ${named.id} is running already` })
      const task: Task = { ...named, state: 'running', done: 0, total: 0, unit: 'items' }
      const abort = new AbortController()
      const signal = outer ? AbortSignal.any([abort.signal, outer]) : abort.signal
      tasks.delete(task.id)
      tasks.set(task.id, task)
      announce.task(task)
      announce.tables('tasks')
      const doing = Promise.resolve().then(() =>
        work((done, total, unit) => {
          Object.assign(task, { done, total, unit })
          announce.task(task)
        }, signal),
      )
      running.set(task.id, { abort, done: doing.catch(() => {}) })
      try {
        const result = await doing
        end(task, 'done')
        return result
      } catch (thrown) {
        if (signal.aborted) {
          end(task, 'cancelled')
          throw new Fault('cancelled', {}, thrown)
        }
        task.failure = toFailure(thrown)
        end(task, 'failed')
        throw thrown
      }
    },
    async stop() {
      for (const { abort } of running.values()) abort.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}
