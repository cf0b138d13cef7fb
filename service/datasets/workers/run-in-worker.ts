import { Worker } from 'node:worker_threads'
import { type FailureCode, Fault, failureTexts } from '../../../contract/failure.ts'
import type { Progress } from '../context.ts'
import { clearThread } from '../tables/scratch.ts'
import type { Jobs } from './jobs.ts'

/** What a worker thread says. */
export type WorkerWord =
  | { say: 'progress'; done: number; total: number; unit: Parameters<Progress>[2] }
  | { say: 'done'; result: unknown }
  | { say: 'failed'; code: string | null; values: Record<string, string | number>; message: string }

/** One thread is kept warm: starting one and loading its libraries takes a good part of a second. */
let spare: Worker | null = null

/**
 * Runs a job of jobs.ts in a worker thread. Cancelling is asked for, not forced, so that no native code
 * is torn down in the middle; the job undoes what it began.
 * @throws Fault of the job, or `cancelled`
 */
export function runInWorker<N extends keyof Jobs>(
  name: N,
  input: Parameters<Jobs[N]>[0],
  progress: Progress = () => {},
  signal?: AbortSignal,
): Promise<Awaited<ReturnType<Jobs[N]>>> {
  if (signal?.aborted) return Promise.reject(new Fault('cancelled'))
  const worker = spare ?? startThread()
  spare = null
  worker.ref()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  return new Promise((resolve, reject) => {
    const cancel = () => Atomics.store(flag, 0, 1)
    const end = (settle: () => void, alive: boolean) => {
      signal?.removeEventListener('abort', cancel)
      worker.off('message', heard).off('error', broke).off('exit', ended)
      worker.unref()
      if (alive && !spare) spare = worker
      else if (alive) void worker.terminate()
      settle()
    }
    const heard = (word: WorkerWord) => {
      if (word.say === 'progress') progress(word.done, word.total, word.unit)
      else if (word.say === 'done') end(() => resolve(word.result as Awaited<ReturnType<Jobs[N]>>), true)
      else end(() => reject(faultOf(word)), true)
    }
    const broke = (error: Error) => end(() => reject(error), false)
    const ended = () => end(() => reject(new Error('The thread that read the data ended.')), false)
    signal?.addEventListener('abort', cancel)
    worker.on('message', heard).on('error', broke).on('exit', ended)
    worker.postMessage({ name, input, flag })
  })
}

function startThread(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] })
  const { threadId } = worker
  return worker.on('exit', () => clearThread(threadId))
}

/** What went wrong in a thread, as it was thrown there. */
export function faultOf(word: Omit<Extract<WorkerWord, { say: 'failed' }>, 'say'>): Error {
  if (word.code && word.code in failureTexts) return new Fault(word.code as FailureCode, word.values)
  return new Error(word.message)
}
