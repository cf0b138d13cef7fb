import { randomUUID } from 'node:crypto'
import { onInterrupt } from './on-interrupt.ts'
import type { Session } from './open-session.ts'
import type { Output } from './output.ts'

/**
 * Waits for a call that reports as a task: shows how far it is, and cancels it at Ctrl-C.
 * @throws CallFailed as the call; with code `cancelled` after Ctrl-C
 */
export function cancellable<T>(
  session: Session,
  output: Output,
  call: (task: string) => Promise<T>,
): Promise<T> {
  const task = randomUUID()
  const cancel = () => void session.ask('task.cancel', { id: task }).catch(() => {})
  const off = session.on('task.changed', (tasks) => {
    for (const { id, title, done, total, unit } of tasks)
      if (id === task) output.progress(`${title}: ${done}${total ? ` of ${total}` : ''} ${unit}`)
  })
  return onInterrupt(cancel, () => call(task)).finally(off)
}
