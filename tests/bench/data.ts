import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Answer, type Contender, type Feeder, feeders, startContender } from './data/contender.ts'
import { makeTable } from './data/make-table.ts'
import type { Used } from './data/process-tree.ts'
import { makePictures } from './make-pictures.ts'
import { spread } from './spread.ts'

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: '2000' },
    size: { type: 'string', default: '150' },
    batch: { type: 'string', default: '32' },
    /** Rows of the table; 0 for none. */
    rows: { type: 'string', default: '500000' },
    rounds: { type: 'string', default: '3' },
    augment: { type: 'string', default: 'on,off' },
    against: { type: 'string', default: Object.keys(feeders).slice(1).join() },
    /** A folder of class folders of pictures in place of those that are made. */
    folder: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const names = (Object.keys(feeders) as Feeder[]).filter(
  (name) => name === 'lathe' || values.against.split(',').includes(name),
)
type Measured = Answer & Used
const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number
const progress = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/**
 * How many pictures a second come from JPEG files into a model (decoded, resized, varied as ImageDataGenerator does, scaled), in
 * the first epoch and in those after it; and how long a table takes to be read and described. Contenders take turns.
 */
const root = mkdtempSync(join(tmpdir(), 'lathe-bench-data-'))
try {
  const pictures = values.folder ?? join(root, 'pictures')
  if (!values.folder) await makePictures(pictures, Number(values.pictures))
  console.log(
    `pictures a second at ${values.size} x ${values.size}: median (least to most) of ${rounds} rounds; ratios: ours / theirs by time, by processor time`,
  )
  for (const augment of values.augment.split(',')) await comparePictures(pictures, augment === 'on')
  if (Number(values.rows)) await compareTables(Number(values.rows))
} finally {
  rmSync(root, { recursive: true, force: true })
}

async function comparePictures(pictures: string, augment: boolean): Promise<void> {
  const found = new Map<Feeder, { first: Measured[]; later: Measured[]; before: number }>()
  const contenders = new Map<Feeder, Contender>()
  try {
    for (const name of names) {
      progress(`${name} starts`)
      const contender = await startContender(name)
      contenders.set(name, contender)
      const order = { pictures, size: Number(values.size), batch: Number(values.batch), augment }
      const { seconds } = await contender.ask({ do: 'open', ...order })
      // Warms up: the first call of a library compiles and loads.
      await contender.ask({ do: 'first' })
      found.set(name, { first: [], later: [], before: seconds })
    }
    for (let round = 1; round <= rounds; round++)
      for (const [name, contender] of contenders) {
        progress(`round ${round} of ${rounds}: ${name}`)
        found.get(name)?.first.push(await contender.ask({ do: 'first' }))
        found.get(name)?.later.push(await contender.ask({ do: 'later' }))
      }
  } finally {
    for (const contender of contenders.values()) contender.stop()
  }
  progress('')
  console.log(`\naugmentation ${augment ? 'on' : 'off'}`)
  const own = found.get('lathe')
  for (const [name, { first, later, before }] of found) {
    const rate = (list: Measured[]) => spread(list.map(({ images = 0, seconds }) => images / seconds))
    console.log(
      `  ${name.padEnd(9)} first ${rate(first).padEnd(20)} ${ratios(own?.first, first)}  later ${rate(later).padEnd(22)} ${ratios(own?.later, later)}  peak ${megabytes(Math.max(...later.map(({ peak }) => peak)))}`,
    )
    if (name === 'lathe')
      console.log(`            imported by reference before, once: ${before.toFixed(1)} s`)
  }
}

async function compareTables(rows: number): Promise<void> {
  const path = join(root, 'table.csv')
  makeTable(path, rows)
  const small = join(root, 'small.csv')
  makeTable(small, 1000)
  const found = new Map<string, Measured[]>()
  for (let round = 1; round <= rounds; round++)
    for (const name of ['lathe', 'pandas'] as const) {
      progress(`table, round ${round} of ${rounds}: ${name}`)
      const contender = await startContender(name)
      try {
        // Warms up, as with pictures.
        await contender.ask({ do: 'table', path: small })
        found.set(name, [...(found.get(name) ?? []), await contender.ask({ do: 'table', path })])
      } finally {
        contender.stop()
      }
    }
  progress('')
  console.log(`\na CSV of ${rows} rows and 20 columns, in seconds`)
  for (const [name, list] of found) {
    const times = spread(
      list.map(({ seconds }) => seconds),
      2,
    )
    console.log(
      `  ${name.padEnd(9)} ${times.padEnd(22)} ${ratios(found.get('lathe'), list)}  peak ${megabytes(Math.max(...list.map(({ peak }) => peak)))}`,
    )
  }
}

/** Theirs by ours: how many times as fast this project is. */
function ratios(own: Measured[] | undefined, theirs: Measured[]): string {
  if (!own || own === theirs) return ''.padEnd(15)
  const by = (key: 'seconds' | 'processor') =>
    (median(theirs.map((one) => one[key])) / median(own.map((one) => one[key]))).toFixed(2)
  return `x ${by('seconds')}, ${by('processor')}`.padEnd(15)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
