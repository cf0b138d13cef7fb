import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Leaves row numbers beside packed data (int32, little-endian) and gives the file's path: a million of them need not be
 * told to an engine. Named for what it holds, as one packing serves runs of several splits.
 */
export async function writeRows(folder: string, rows: Int32Array): Promise<string> {
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)
  const path = join(folder, `rows-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.bin`)
  if (existsSync(path)) return path
  const made = join(folder, `.${randomUUID()}`)
  await writeFile(made, bytes)
  await rename(made, path)
  return path
}
