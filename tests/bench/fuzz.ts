import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { stopGallery } from '../../service/datasets/gallery/ask-gallery.ts'
import { tryMutant } from '../fuzz/try-mutant.ts'
import { wholeFiles } from '../fuzz/whole-files.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    first: { type: 'string', default: '1' },
    only: { type: 'string' },
    kind: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
})

/**
 * Damages real data of every kind, imports it and prepares it for a training: how each ended, how long the slowest took, how the memory
 * grew. A mutant is its number: `--only 137 --verbose` tries one again, `--kind .png` those of kinds whose name holds that. Ends with 1 where one crashed, hung, grew, or failed without a code.
 */
const ring = mkdtempSync(join(tmpdir(), 'lathe-fuzz-'))
const temporary = join(ring, 'temporary')
mkdirSync(temporary)
process.env.TMPDIR = temporary
const wholes = await wholeFiles(temporary)
const made = new Set(readdirSync(temporary))
const first = Number(values.only ?? values.first)
const last = values.only ? first : first + Number(values.count) - 1
const ends = new Map<string, Map<string, number>>()
const broken: string[] = []
let slowest = { seconds: 0, number: 0, kind: '' }
let [early, most, tries] = [0, 0, 0]
for (let number = first; number <= last; number++) {
  if (!wholes[number % wholes.length]?.kind.includes(values.kind)) continue
  tries++
  if (values.verbose) process.stdout.write(`${number} ${wholes[number % wholes.length]?.kind} ... `)
  const tried = await tryMutant(wholes, number, join(ring, String(number)))
  const { kind, how, ended, fault, seconds } = tried
  if (values.verbose) console.log(`${ended}, ${seconds.toFixed(1)} s (${how})`)
  const own = ends.get(kind) ?? new Map<string, number>()
  ends.set(kind, own.set(ended, (own.get(ended) ?? 0) + 1))
  if (seconds > slowest.seconds) slowest = tried
  if (fault) {
    broken.push(`${number}, ${kind}, ${how}:\n  ${fault}`)
    console.log(broken.at(-1))
  }
  const { rss } = process.memoryUsage()
  if (tries <= 50) early = rss
  most = Math.max(most, rss)
}
await stopGallery()
const strays = readdirSync(temporary).filter((name) => !made.has(name))
if (strays.length) broken.push(`left ${strays.join(', ')} in the temporary folder`)
rmSync(ring, { recursive: true, force: true })
for (const [kind, own] of ends) {
  const counts = [...own].sort((a, b) => b[1] - a[1]).map(([ended, count]) => `${ended} ${count}`)
  console.log(`  ${kind.padEnd(22)} ${counts.join(', ')}`)
}
const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`
console.log(`slowest: ${slowest.seconds.toFixed(1)} s (${slowest.number}, ${slowest.kind})`)
console.log(
  `memory: ${mib(early)} after 50, ${mib(process.memoryUsage().rss)} at the end, ${mib(most)} at most`,
)
console.log(`${tries} tried, ${broken.length} broken${broken.length ? `:\n${broken.join('\n')}` : ''}`)
// Worker threads that are kept warm need not be waited for.
process.exit(broken.length ? 1 : 0)
