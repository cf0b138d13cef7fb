import { expect, test } from 'vitest'
import type { Task } from '../../../contract/task.ts'
import { createAnnouncer } from '../../../service/announce.ts'
import { createTasks } from '../../../service/jobs/tasks.ts'

function started() {
  const announce = createAnnouncer(0)
  const seen: Task[] = []
  announce.onEvent((name, payload) => {
    if (name === 'task.changed') seen.push(...(payload as Task[]))
  })
  return { announce, seen, tasks: createTasks(announce) }
}
const named = { id: 't', kind: 'import', title: 'flowers' } as const

test('a task shows its progress and its end', async () => {
  const { announce, seen, tasks } = started()
  const result = await tasks.run(named, async (progress) => {
    progress(1, 2, 'files')
    announce.flush()
    return 'made'
  })
  announce.flush()
  expect(result).toBe('made')
  expect(seen).toMatchObject([{ state: 'running', done: 1, total: 2, unit: 'files' }, { state: 'done' }])
})

test('a cancelled task gives the code cancelled, whatever its work threw', async () => {
  const { tasks } = started()
  const doing = tasks.run(named, (_progress, signal) => {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')))
      tasks.cancel('t')
    })
  })
  await expect(doing).rejects.toMatchObject({ code: 'cancelled' })
  expect(tasks.list()).toMatchObject([{ state: 'cancelled' }])
})

test('a task that fails keeps its failure', async () => {
  const { tasks } = started()
  const doing = tasks.run(named, () => Promise.reject(new Error('no such column')))
  await expect(doing).rejects.toThrow('no such column')
  expect(tasks.list()).toMatchObject([{ state: 'failed', failure: { code: 'unexpected' } }])
})
