import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Used, usedBy } from './process-tree.ts'

/** Who feeds pictures: this project, and the ways that Keras and PyTorch offer. */
export const feeders = {
  lathe: 'lathe',
  generator: 'keras.preprocessing.image.ImageDataGenerator',
  dataset: 'keras.utils.image_dataset_from_directory',
  cached: 'the same with .cache()',
  torch: 'torchvision ImageFolder, DataLoader',
} as const
export type Feeder = keyof typeof feeders

/** An order as a contender's process takes it: one line of JSON, answered by one line. */
export type Order =
  | { do: 'open'; pictures: string; size: number; batch: number; augment: boolean }
  /** Everything from the files to the last batch of the first epoch, nothing kept from before. */
  | { do: 'first' }
  | { do: 'later' }
  | { do: 'table'; path: string }

export interface Answer {
  seconds: number
  /** Of pictures. */
  images?: number
  /** What was done before: importing by reference. */
  before?: number
}

export interface Contender {
  ask(order: Order): Promise<Answer & Used>
  stop(): void
}

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** Starts a contender in a process of its own; it answers once its libraries are loaded. */
export async function startContender(name: Feeder | 'pandas'): Promise<Contender> {
  const python = process.env.LATHE_BENCH_PYTHON
  if (name !== 'lathe' && !python)
    throw new Error('Run it as `npm run bench -- data`, which brings the peers.')
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', KERAS_BACKEND: 'tensorflow' }
  const child =
    name === 'lathe'
      ? spawn(process.execPath, ['--disable-warning=ExperimentalWarning', beside('lathe-feeder.ts')], {
          stdio: ['pipe', 'pipe', 'pipe'],
          env,
        })
      : spawn(python as string, [beside('peers.py'), name], { stdio: ['pipe', 'pipe', 'pipe'], env })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-4000)
  })
  let waiting: { resolve(answer: unknown): void; reject(reason: Error): void } | undefined
  const answer = () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) waiting?.resolve(JSON.parse(line))
  })
  child.on('close', (code) => waiting?.reject(new Error(`${name} ended with ${code}:\n${said}`)))
  await answer()
  const pid = child.pid as number
  return {
    async ask(order) {
      const before = usedBy(pid)
      const next = answer()
      child.stdin.write(`${JSON.stringify(order)}\n`)
      const given = (await next) as Answer
      const after = usedBy(pid)
      return { ...given, processor: after.processor - before.processor, peak: after.peak }
    },
    stop() {
      waiting = undefined
      child.kill()
    },
  }
}
