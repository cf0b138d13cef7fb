import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { spread } from './spread.ts'
import { benchInputs, writeBenchData } from './training/bench-data.ts'
import { type Contender, type ContenderName, contenderNames, startContender } from './training/contender.ts'

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: Object.keys(benchInputs).join(',') },
    batches: { type: 'string', default: '32,256' },
    against: { type: 'string', default: contenderNames.slice(1).join(',') },
    rounds: { type: 'string', default: '5' },
    /** Seconds that each contender trains in a round. */
    seconds: { type: 'string', default: '2' },
    /** Steps after which memory is compared; 0 for none. */
    steady: { type: 'string', default: '0' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const steady = Number(values.steady)
const names: ContenderName[] = [
  'compiled',
  ...contenderNames.slice(1).filter((name) => values.against.split(',').includes(name)),
]
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number
/** What a process that ended wrote of the fault, without its stack. */
const reason = (thrown: unknown) =>
  /^\w*(?:Fault|Error): (?!\w+ ended with).*$/m.exec(String(thrown))?.[0] ?? String(thrown)
const progress = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/**
 * How long a training step takes: this engine compiled and op by op, tfjs-node as it comes, Keras on the same TensorFlow, PyTorch. All train the
 * same model on the same data with Adam at 0.001, take turns in rounds, and are asked for what a user would wait for:
 * whole shuffled epochs with loss and accuracy.
 */
const root = mkdtempSync(join(tmpdir(), 'lathe-bench-training-'))
try {
  console.log(
    `ms a step: median (least to most) of ${rounds} rounds; ratios: their time / time of "compiled"`,
  )
  for (const model of values.models.split(',')) {
    const data = writeBenchData(root, model)
    for (const batch of values.batches.split(',').map(Number)) await compare(model, batch, data)
  }
} finally {
  rmSync(root, { recursive: true, force: true })
}

interface Entry {
  contender: Contender
  first: number
  epochs: number
  times: number[]
}

async function compare(model: string, batch: number, data: string): Promise<void> {
  const entries: Entry[] = []
  const description = fileURLToPath(new URL(`training/models/${model}.json`, import.meta.url))
  try {
    for (const name of names) {
      progress(`${model}, batch ${batch}: ${name} starts`)
      const contender = await startContender(name)
      const entry = { contender, first: 0, epochs: 1, times: [] }
      try {
        entry.first = (
          await contender.ask({ do: 'prepare', model: description, name: model, data, batch })
        ).seconds
        // Warms up, then tells how many epochs make a round.
        await contender.ask({ do: 'run', epochs: 1 })
        const tried = await contender.ask({ do: 'run', epochs: 1 })
        entry.epochs = Math.max(1, Math.round(seconds / tried.seconds))
        entries.push(entry)
      } catch (thrown) {
        contender.stop()
        console.log(`${model}, batch ${batch}: ${name} cannot train it. ${reason(thrown)}`)
      }
    }
    for (let round = 1; round <= rounds; round++)
      for (const { contender, epochs, times } of entries) {
        progress(`${model}, batch ${batch}: round ${round} of ${rounds}, ${contender.name}`)
        const { seconds, steps } = await contender.ask({ do: 'run', epochs })
        times.push((seconds / steps) * 1000)
      }
    await print(model, batch, entries)
    if (steady > 0) await watchMemory(model, batch, entries[0])
  } finally {
    for (const { contender } of entries) contender.stop()
  }
}

async function print(model: string, batch: number, entries: Entry[]): Promise<void> {
  progress('')
  console.log(`\n${model}, batch ${batch}`)
  const own = entries.find(({ contender }) => contender.name === 'compiled')
  for (const { contender, first, times } of entries) {
    const { peak } = await contender.ask({ do: 'memory' })
    const ratio = own ? `x ${(median(times) / median(own.times)).toFixed(2)}` : ''
    console.log(
      `  ${contender.name.padEnd(9)} ${spread(times, 2).padEnd(28)} ${ratio.padEnd(9)} first step ${first.toFixed(2)} s   peak ${megabytes(peak)}`,
    )
  }
}

/** Whether memory stays as it is: after a tenth of the steps and after all of them. */
async function watchMemory(model: string, batch: number, entry: Entry | undefined): Promise<void> {
  if (entry?.contender.name !== 'compiled') return
  const epochs = Math.ceil((steady * batch) / (benchInputs[model]?.items ?? batch))
  progress(`${model}, batch ${batch}: ${steady} steps`)
  await entry.contender.ask({ do: 'run', epochs: Math.ceil(epochs / 10) })
  const before = await entry.contender.ask({ do: 'memory' })
  await entry.contender.ask({ do: 'run', epochs })
  const after = await entry.contender.ask({ do: 'memory' })
  progress('')
  console.log(`  memory    ${megabytes(before.now)}, after ${steady} steps more ${megabytes(after.now)}`)
}
