import { Worker } from 'node:worker_threads'
import { clearThread } from '../tables/scratch.ts'
import { faultOf } from '../workers/run-in-worker.ts'
import type { GalleryCalls } from './gallery-thread.ts'

interface Waiting {
  resolve: (value: never) => void
  reject: (error: Error) => void
}
interface Thread {
  worker: Worker
  waiting: Map<number, Waiting>
}

/** Who looks at samples looks at more of them: their thread stays, with what it holds open, until nobody has asked for so long. */
const idle = 60_000
let thread: Thread | null = null
let timer: NodeJS.Timeout | undefined
let last = 0

/** Asks the thread that keeps data sets open to be looked at; several may ask at a time. @throws what it throws */
export function askGallery<N extends keyof GalleryCalls>(
  name: N,
  input: Parameters<GalleryCalls[N]>[0],
): Promise<Awaited<ReturnType<GalleryCalls[N]>>> {
  clearTimeout(timer)
  thread ??= startThread()
  const { worker, waiting } = thread
  const id = ++last
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker.ref()
    worker.postMessage({ id, name, input })
  })
}

/** Ends the thread, if there is one; who still waits is told so. */
export async function stopGallery(): Promise<void> {
  clearTimeout(timer)
  await thread?.worker.terminate()
}

function startThread(): Thread {
  const worker = new Worker(new URL('./gallery-thread.ts', import.meta.url), { execArgv: [] })
  const { threadId } = worker
  const waiting = new Map<number, Waiting>()
  const settled = () => {
    if (waiting.size) return
    worker.unref()
    timer = setTimeout(() => {
      if (thread?.worker === worker && !waiting.size) thread = null
      if (thread?.worker !== worker) void worker.terminate()
    }, idle)
    timer.unref()
  }
  worker.on('message', ({ id, value, fault }) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (fault) one?.reject(faultOf(fault))
    else one?.resolve(value as never)
    settled()
  })
  const broke = (error: Error) => {
    if (thread?.worker === worker) thread = null
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  worker.on('error', broke)
  worker.on('exit', () => {
    // Tables stay open as long as it lives.
    clearThread(threadId)
    broke(new Error('The thread that shows the data ended.'))
  })
  return { worker, waiting }
}
