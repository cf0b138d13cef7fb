import { parentPort } from 'node:worker_threads'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { jobs } from './jobs.ts'
import type { WorkerWord } from './run-in-worker.ts'

const say = (word: WorkerWord) => parentPort?.postMessage(word)

parentPort?.on('message', async ({ name, input, flag }) => {
  let told = 0
  const hooks: Hooks = {
    progress(done, total, unit) {
      // A message an item would cost more than the work on a small item.
      const now = Date.now()
      if (now - told < 50 && done !== total) return
      told = now
      say({ say: 'progress', done, total, unit })
    },
    check() {
      if (Atomics.load(flag, 0)) throw new Fault('cancelled')
    },
  }
  try {
    const job = jobs[name as keyof typeof jobs] as (input: unknown, hooks: Hooks) => Promise<unknown>
    say({ say: 'done', result: await job(input, hooks) })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const fault = error instanceof Fault ? error : null
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC'
    say({
      say: 'failed',
      code: full ? 'disk-full' : (fault?.code ?? null),
      values: full ? { detail: error.message } : (fault?.values ?? {}),
      message: error.message,
    })
  }
})
