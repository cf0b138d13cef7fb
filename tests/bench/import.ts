import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Dataset, ImportOptions } from '../../contract/data/dataset.ts'
import type { Ask, Used } from './import/service-process.ts'
import { makePictures } from './make-pictures.ts'

const { values } = parseArgs({ options: { pictures: { type: 'string', default: '50000,100000' } } })

/**
 * Imports JPEGs by reference through the real service in its own process: time, processor time, memory of all its threads, the longest that
 * another call had to wait meanwhile (asked every 20 ms), how long a cancel takes, and a second scan of the same files.
 */
for (const count of values.pictures.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-bench-import-'))
  try {
    const pictures = join(folder, 'pictures')
    const made = await timed(() => makePictures(pictures, count))
    console.log(`${count} JPEGs of 200 x 200, made in ${seconds(made.took)}`)
    await measure(join(folder, 'home'), pictures)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(home: string, pictures: string): Promise<void> {
  const service = await openService(home)
  const input = (task: string) => ({
    paths: [pictures],
    task,
    options: ImportOptions.parse({}),
    reuse: false,
  })
  const plan = await timed(() => service.ask('dataset.plan', input('plan')))
  console.log(`  plan                ${seconds(plan.took)}`)

  const cancelled = service.ask('dataset.import', input('cancelled')).catch((code) => code)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const cancel = await timed(async () => {
    await service.ask('task.cancel', { id: 'cancelled' })
    if ((await cancelled) !== 'cancelled') throw new Error('the import was over before it could be cancelled')
  })
  console.log(`  cancel              ${seconds(cancel.took)}`)

  const before = await service.used()
  const pings = pingWhile(service)
  const first = await timed(() => service.ask('dataset.import', input('first')))
  const waits = await pings.end()
  const { items, id } = first.value as Dataset
  const after = await service.used()
  const busy = seconds(after.processor - before.processor)
  console.log(`  import              ${seconds(first.took)} (${items} items, ${busy} of processor time)`)
  console.log(`  longest answer      ${waits.longest.toFixed(0)} ms of ${waits.count}`)
  console.log(`  memory              ${megabytes(after.memory)} at most (${megabytes(before.memory)} before)`)
  const again = await timed(() => service.ask('dataset.import', { ...input('again'), reuse: true }))
  if ((again.value as Dataset).id !== id) throw new Error('the second scan found something else')
  console.log(`  second scan         ${seconds(again.took)}`)
  const samples = { dataset: id, offset: items - 60, limit: 60 }
  console.log(
    `  a page of samples   ${seconds((await timed(() => service.ask('dataset.samples', samples))).took)}`,
  )
  console.log(`  memory at the end   ${megabytes((await service.used()).memory)} at most`)
  await service.ask('stop', {})
}

/** Starts the service in a process of its own. */
async function openService(home: string) {
  const script = join(import.meta.dirname, 'import', 'service-process.ts')
  const child: ChildProcess = fork(script, [home], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (code: string) => void }>()
  let number = 0
  child.on('message', (reply: { number: number; value?: unknown; failure?: string }) => {
    const asked = waiting.get(reply.number)
    waiting.delete(reply.number)
    if (reply.failure) asked?.reject(reply.failure)
    else asked?.resolve(reply.value)
  })
  await new Promise((resolve) => waiting.set(0, { resolve, reject: resolve }))
  const ask = (call: Ask['call'], input: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      number += 1
      waiting.set(number, { resolve, reject })
      child.send({ number, call, input } satisfies Ask)
    })
  return { ask, used: async () => (await ask('used', {})) as Used }
}

/** Asks for the state of the application every 20 ms, as a window that is being used would. */
function pingWhile(service: Awaited<ReturnType<typeof openService>>) {
  let longest = 0
  let count = 0
  const asked: Promise<void>[] = []
  const timer = setInterval(() => {
    const began = performance.now()
    asked.push(
      service.ask('app.state', {}).then(() => {
        count += 1
        longest = Math.max(longest, performance.now() - began)
      }),
    )
  }, 20)
  return {
    async end() {
      clearInterval(timer)
      await Promise.all(asked)
      return { longest, count }
    },
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const began = performance.now()
  const value = await work()
  return { took: performance.now() - began, value }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`
}
