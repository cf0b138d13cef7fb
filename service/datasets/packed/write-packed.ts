import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackedPart } from '../../../contract/data/packed.ts'
import type { Hooks } from '../context.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { type Decoded, findDecoded, noteDecoded } from './decoded.ts'
import { type Lease, placePacked } from './leases.ts'
import { makeRoom } from './packed-cache.ts'
import type { Source } from './source.ts'
import { inputOf, writePart } from './write-part.ts'

interface ToWrite {
  home: string
  /** Where it is to be in the end. */
  folder: string
  /** The data set's name, for a failure. */
  name: string
  sources: Source[]
  pipeline: Pipeline
  unit: 'rows' | 'items'
  /** Whether it is kept for other runs and so within a limit (bytes; null: what seems right for the disk). */
  keep: { limit: number | null } | null
}

/**
 * Writes prepared data aside and renames it in. Pictures that were decoded before in the same way are taken from there.
 * @returns a lease where it is kept
 * @throws Fault `data.no-room`, `cancelled`
 */
export async function writePacked(job: ToWrite, hooks: Hooks): Promise<Lease | null> {
  const { home, folder, sources, pipeline } = job
  const made = join(home, 'packed', `.${randomUUID()}`)
  const decoded = job.keep && pipeline.input.kind === 'image' ? findDecoded(home, pipeline) : null
  try {
    await mkdir(made, { recursive: true })
    const linked = new Set(sources.filter((source) => isLinked(made, source, pipeline, decoded)))
    const needed = sources.reduce((sum, source) => sum + bytesOf(source, pipeline, linked.has(source)), 0)
    makeRoom(home, needed, job.keep?.limit ?? null, job.name)
    await writeParts(job, made, decoded, linked, hooks)
    if (job.keep) return placePacked(home, made, folder)
    await rename(made, folder)
    return null
  } finally {
    await decoded?.close()
    await rm(made, { recursive: true, force: true })
  }
}

async function writeParts(
  { sources, pipeline, unit }: ToWrite,
  made: string,
  decoded: Decoded | null,
  linked: Set<Source>,
  hooks: Hooks,
): Promise<void> {
  const count = sources.reduce((sum, source) => sum + source.count, 0)
  let done = 0
  const more = (items: number) => {
    hooks.check()
    done += items
    hooks.progress(done, count, unit)
  }
  const read = decoded?.read ?? null
  const parts: PackedPart[] = []
  for (const source of sources)
    parts.push(await writePart(made, source, pipeline, more, linked.has(source) ? 'there' : read))
  const noted = sources.flatMap(({ part, contents }) =>
    contents ? [{ part, file: inputOf(part, pipeline).file, contents }] : [],
  )
  if (decoded && noted.length) noteDecoded(made, pipeline, noted)
  await writeFile(join(made, 'pipeline.json'), JSON.stringify(pipeline))
  const { task, classes, label } = pipeline
  await writeFile(join(made, 'packed.json'), JSON.stringify({ version: 1, task, classes, label, parts }))
}

function isLinked(made: string, { part, contents }: Source, pipeline: Pipeline, decoded: Decoded | null) {
  return contents !== undefined && decoded !== null
    ? decoded.link(contents, join(made, inputOf(part, pipeline).file))
    : false
}

function bytesOf({ part, count }: Source, pipeline: Pipeline, linked: boolean): number {
  const { dtype, shape } = inputOf(part, pipeline)
  const row = shape.reduce((product, length) => product * length, dtype === 'uint8' ? 1 : 4)
  // Targets, weights and what says which pictures these are.
  return count * ((linked ? 0 : row) + 24)
}
