import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Unusable } from '../import/unusable.ts'
import type { Dialect } from '../versions/manifest.ts'
import type { Duck } from './duck.ts'
import { sheetAsJson } from './excel/sheet-as-json.ts'
import { arraysAsCsv } from './numpy/arrays-as-csv.ts'

/** A packed table that grows by more than this is a bomb, not a table. */
const mostGrowth = 200
/** Whether a table is packed by gzip, by its name. */
export const isPacked = (path: string) => /\.gz$/i.test(path)

/** The bytes of a table, unpacked where it is packed. The stream fails with Unusable `gzip` or `bomb`. */
export async function tableBytes(path: string, end?: number): Promise<Readable> {
  if (!isPacked(path)) return createReadStream(path, end === undefined ? {} : { end: end - 1 })
  const most = (await stat(path)).size * mostGrowth + 2 ** 20
  let grown = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      grown += chunk.length
      done(grown > most ? new Unusable('bomb') : null, chunk)
    },
  })
  const unpacked = createGunzip()
  // pipeline() also ends the reading where the reader stops early; its failure reaches the reader through `counted`.
  pipeline(createReadStream(path), unpacked, counted).catch((thrown) => {
    counted.destroy(thrown instanceof Unusable ? thrown : new Unusable('gzip'))
  })
  return counted
}

/**
 * The path of a table as DuckDB can read it: the file itself where it is plain UTF-8, else a copy in `duck.scratch`
 * that is gone after the job: unpacked, in UTF-8, without the lines that would swallow what follows them.
 */
export async function plainTable(duck: Duck, path: string, dialect: Dialect): Promise<string> {
  const { encoding, without } = dialect
  const plain = dialect.format !== 'excel' && dialect.format !== 'numpy' && encoding === 'utf-8'
  if (plain && !without.length && !isPacked(path)) return path
  const copy = join(duck.scratch, `${performance.now()}.csv`)
  if (dialect.format === 'excel' || dialect.format === 'numpy') {
    await (dialect.format === 'excel' ? sheetAsJson : arraysAsCsv)(path, dialect, copy)
    return copy
  }
  const decoder = new TextDecoder(encoding)
  const left = new Set(without)
  let line = 1
  async function* lines(source: Readable) {
    for await (const bytes of source) {
      const text = decoder.decode(bytes as Buffer, { stream: true })
      if (!left.size) yield text
      else yield keepLines(text)
    }
    yield decoder.decode()
  }
  const keepLines = (text: string) => {
    let kept = ''
    for (let at = 0; at < text.length; ) {
      const next = text.indexOf('\n', at)
      const end = next < 0 ? text.length : next + 1
      if (!left.has(line)) kept += text.slice(at, end)
      if (next >= 0) line++
      at = end
    }
    return kept
  }
  await pipeline(Readable.from(lines(await tableBytes(path))), createWriteStream(copy))
  return copy
}
