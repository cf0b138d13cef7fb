import { createHash } from 'node:crypto'
import { existsSync, linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { decoder } from '../pictures/draw-picture.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'

/** `decoded.json`: how the pictures of a folder were decoded, and which they are. */
const Index = z.object({
  settings: z.string(),
  parts: z.array(z.object({ file: z.string(), contents: z.string(), digest: z.string() })),
})
type Index = z.infer<typeof Index>

/** Bytes that are kept of each picture's sha256. */
const kept = 16

/** Pictures that were decoded before, as a model wants them, whatever their labels, parts and order were then. */
export interface Decoded {
  /** Gives `path` the same bytes as a part that held just these pictures in this order. false: there is none. */
  link(contents: readonly string[], path: string): boolean
  /** A picture's bytes by the sha256 of its file, if they are there. */
  read(content: string): Promise<Uint8Array | null>
  close(): Promise<void>
}

/** What decides the pixels, apart from the picture. */
function settingsOf({ input }: Pipeline): string {
  // What is done to the bytes later, in the graph, is left out.
  const later = { shape: null, scale: null, normalised: null, samplewise: null, whitening: null }
  return JSON.stringify([decoder, { ...input, ...later }])
}

/** Looks through the prepared data of a home folder. */
export function findDecoded(home: string, pipeline: Pipeline): Decoded {
  const settings = settingsOf(pipeline)
  const packed = join(home, 'packed')
  const parts = (existsSync(packed) ? readdirSync(packed) : [])
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => {
      const index = readIndex(join(packed, name))
      return index?.settings === settings
        ? index.parts.map(({ file, contents, digest }) => ({
            file: join(packed, name, file),
            contents: join(packed, name, contents),
            digest,
          }))
        : []
    })
  let places: Map<string, { part: number; row: number }> | null = null
  const files = new Map<number, Promise<{ file: FileHandle; width: number } | null>>()
  const openPart = (part: number, rows: number) => {
    const opened = open(parts[part]?.file ?? '')
      .then(async (file) => ({ file, width: (await file.stat()).size / rows }))
      .catch(() => null) // removed meanwhile
    files.set(part, opened)
    return opened
  }
  const counts: number[] = []
  return {
    link(contents, path) {
      const digest = digestOf(contents)
      return parts.some((part) => part.digest === digest && linkTo(part.file, path))
    },
    async read(content) {
      if (!places) {
        places = new Map()
        for (const [part, { contents }] of parts.entries()) {
          const all = readContents(contents)
          counts[part] = all.length
          for (const [row, one] of all.entries()) places.set(one, { part, row })
        }
      }
      const place = places.get(content.slice(0, 2 * kept))
      if (!place) return null
      const found = await (files.get(place.part) ?? openPart(place.part, counts[place.part] ?? 0))
      if (!found) return null
      const bytes = new Uint8Array(found.width)
      const { bytesRead } = await found.file.read(bytes, 0, found.width, place.row * found.width)
      return bytesRead === found.width ? bytes : null
    },
    async close() {
      for (const opened of files.values()) await (await opened)?.file.close()
    },
  }
}

/** Writes down which pictures the parts of a folder hold, so that they are found again. */
export function noteDecoded(
  folder: string,
  pipeline: Pipeline,
  parts: { part: string; file: string; contents: readonly string[] }[],
): void {
  const index: Index = {
    settings: settingsOf(pipeline),
    parts: parts.map(({ part, file, contents }) => {
      const name = `${part}-contents.bin`
      const bytes = contents.map((content) => Buffer.from(content.slice(0, 2 * kept), 'hex'))
      writeFileSync(join(folder, name), Buffer.concat(bytes))
      return { file, contents: name, digest: digestOf(contents) }
    }),
  }
  writeFileSync(join(folder, 'decoded.json'), JSON.stringify(index))
}

const digestOf = (contents: readonly string[]) => createHash('sha256').update(contents.join()).digest('hex')

function readIndex(folder: string): Index | null {
  try {
    return Index.parse(JSON.parse(readFileSync(join(folder, 'decoded.json'), 'utf8')))
  } catch {
    return null // no pictures, or an earlier version's
  }
}

function readContents(path: string): string[] {
  try {
    const hex = readFileSync(path).toString('hex')
    return Array.from({ length: hex.length / (2 * kept) }, (_, row) =>
      hex.slice(row * 2 * kept, (row + 1) * 2 * kept),
    )
  } catch {
    return [] // removed meanwhile
  }
}

/** A second name for a file: nothing is copied, and either may be removed. false where the disk knows no such names. */
function linkTo(file: string, path: string): boolean {
  try {
    linkSync(file, path)
    return true
  } catch {
    return false
  }
}
