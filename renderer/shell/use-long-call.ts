import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallName, Calls } from '../../contract/calls.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Task } from '../../contract/task.ts'
import { callService, onServiceEvent, ServiceFailure } from '../service.ts'

/** Calls that report how far they are as a task, and can be cancelled. */
type LongCall = { [N in CallName]: Calls[N]['takes'] extends { task: string } ? N : never }[CallName]
type Input<N extends LongCall> = Omit<Calls[N]['takes'], 'task'>

export type LongState<T> =
  | { step: 'idle' }
  | { step: 'running'; task: string; done: number; total: number; unit: Task['unit'] }
  | { step: 'done'; value: T }
  | { step: 'failed'; failure: Failure }

/** One call that takes a while: start it, see how far it is, cancel it. A new start, or leaving the page, forgets the one before. */
export function useLongCall<N extends LongCall>(name: N) {
  const [state, setState] = useState<LongState<Calls[N]['gives']>>({ step: 'idle' })
  const current = useRef<string | null>(null)
  const cancel = useCallback(() => {
    const task = current.current
    current.current = null
    if (task) void callService('task.cancel', { id: task }).catch(() => {})
    setState({ step: 'idle' })
  }, [])
  const start = useCallback(
    async (input: Input<N>): Promise<Calls[N]['gives'] | null> => {
      cancel()
      const task = crypto.randomUUID()
      current.current = task
      setState({ step: 'running', task, done: 0, total: 0, unit: 'files' })
      const end = (next: LongState<Calls[N]['gives']>) => {
        if (current.current !== task) return false
        current.current = null
        setState(next)
        return true
      }
      try {
        const value = await callService(name, { ...input, task } as unknown as Calls[N]['takes'])
        return end({ step: 'done', value }) ? value : null
      } catch (thrown) {
        const failure =
          thrown instanceof ServiceFailure
            ? thrown.failure
            : { code: 'unexpected', message: String(thrown), values: { detail: String(thrown) } }
        end(failure.code === 'cancelled' ? { step: 'idle' } : { step: 'failed', failure })
        return null
      }
    },
    [name, cancel],
  )
  useEffect(
    () =>
      onServiceEvent('task.changed', (tasks) => {
        const mine = tasks.find(({ id }) => id === current.current)
        if (mine?.state === 'running')
          setState({ step: 'running', task: mine.id, done: mine.done, total: mine.total, unit: mine.unit })
      }),
    [],
  )
  useEffect(() => cancel, [cancel])
  return { state, start, cancel }
}
