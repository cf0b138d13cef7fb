import type { Reply } from '../contract/wire.ts'

type Call = (name: string, input: unknown) => Promise<Reply<unknown>>
interface RunAtQuit {
  id: string
  name: string
  status: string
}

/** The runs that quitting would cut short. None when the service is gone: then nothing trains. */
export async function runsInTraining(call: Call): Promise<RunAtQuit[]> {
  const reply = await call('run.list', {})
  if (!reply.ok) return []
  return (reply.value as RunAtQuit[]).filter((run) => run.status === 'training' || run.status === 'preparing')
}

/** Stops the runs after their current step, keeping what was learnt; resolves when they have ended, or the service has. */
export async function stopAndKeep(
  call: Call,
  runs: readonly RunAtQuit[],
  nextChange: () => Promise<void>,
): Promise<void> {
  const ids = new Set(runs.map((run) => run.id))
  let changed = nextChange()
  await Promise.all(runs.map((run) => call('run.stop', { id: run.id, keep: true })))
  while ((await runsInTraining(call)).some((run) => ids.has(run.id))) {
    await changed
    changed = nextChange()
  }
}
