import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const contenderNames = ['compiled', 'eager', 'tfjs', 'keras', 'torch'] as const
export type ContenderName = (typeof contenderNames)[number]

/** An order as a contender's process takes it: one line of JSON, answered by one line. */
export type Order =
  | { do: 'prepare'; model: string; name: string; data: string; batch: number }
  | { do: 'run'; epochs: number }
  | { do: 'memory' }

export interface Answers {
  /** Seconds from the model's description to the end of the first step. */
  prepare: { seconds: number }
  run: { seconds: number; steps: number }
  /** Bytes. */
  memory: { now: number; peak: number }
}

export interface Contender {
  name: ContenderName
  ask<Kind extends Order['do']>(order: Extract<Order, { do: Kind }>): Promise<Answers[Kind]>
  stop(): void
}

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** Starts a contender in a process of its own; it answers once its libraries are loaded. */
export async function startContender(name: ContenderName): Promise<Contender> {
  const peer = name === 'keras' || name === 'torch'
  const own = name === 'tfjs' ? 'tfjs-contender.ts' : 'engine-contender.ts'
  const python = process.env.LATHE_BENCH_PYTHON
  if (peer && !python) throw new Error('Run it as `npm run bench -- training`, which brings the peers.')
  const child = peer
    ? spawn(python as string, [beside('peers.py'), name], { stdio: ['pipe', 'pipe', 'pipe'] })
    : spawn(process.execPath, ['--disable-warning=ExperimentalWarning', beside(own), name], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
      })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-4000)
  })
  let waiting: { resolve(answer: unknown): void; reject(reason: Error): void } | undefined
  const answer = () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
  createInterface({ input: child.stdout }).on('line', (line) => waiting?.resolve(JSON.parse(line)))
  child.on('close', (code) => waiting?.reject(new Error(`${name} ended with ${code}:\n${said}`)))
  await answer()
  return {
    name,
    ask: async (order) => {
      const next = answer()
      child.stdin.write(`${JSON.stringify(order)}\n`)
      return (await next) as never
    },
    stop: () => {
      waiting = undefined
      child.kill()
    },
  }
}
