import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { SkippedFile, skippedFile } from '../../../contract/data/data-notes.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { Unusable } from '../import/unusable.ts'
import { budgetFor } from './safe-name.ts'
import { unpackTar } from './unpack-tar.ts'
import { unpackZip } from './unpack-zip.ts'

export interface UnpackJob {
  home: string
  paths: string[]
}

const archiveName = /\.(zip|npz|tar|tar\.gz|tgz)$/i
/** Whether a file is unpacked before it is read. */
export const isArchive = (path: string) => archiveName.test(path)

/** Beside what was unpacked: what was left out of the archive. */
const notesName = '.left-out.json'

/**
 * Unpacks the archives among some paths into `uploads/`, where they stay as long as a data set refers to them. The same
 * archive is unpacked once. What cannot be unpacked is noted, see leftOutOf.
 */
export async function unpackArchives({ home, paths }: UnpackJob, hooks: Hooks): Promise<string[]> {
  const unpacked: string[] = []
  for (const path of paths) {
    const info = isArchive(path) ? await stat(path).catch(() => null) : null
    unpacked.push(info?.isFile() ? await unpackOne(home, resolve(path), info, hooks) : path)
  }
  return unpacked
}

async function unpackOne(
  home: string,
  path: string,
  { size, mtimeMs }: { size: number; mtimeMs: number },
  hooks: Hooks,
): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([path, size, mtimeMs]))
    .digest('hex')
    .slice(0, 32)
  const name = basename(path).replace(archiveName, '') || 'archive'
  const place = join(home, 'uploads', `archive-${key}`)
  if (existsSync(place)) return join(place, name)
  const made = join(home, 'uploads', '.unfinished', randomUUID())
  const folder = join(made, name)
  const skipped: SkippedFile[] = []
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const unpack = /\.(zip|npz)$/i.test(path) ? unpackZip : unpackTar
    const refuse = (entry: string, code: Parameters<typeof skippedFile>[1]) =>
      skipped.push(skippedFile(`${path}/${entry}`, code))
    await unpack(path, folder, budgetFor(size), refuse, hooks).catch(async (thrown) => {
      if (thrown instanceof Fault || (thrown as NodeJS.ErrnoException).code === 'ENOSPC') throw thrown
      // Half an archive is not what the person meant to train on.
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder)
      const detail = (thrown as Error).message
      skipped.push(
        thrown instanceof Unusable
          ? skippedFile(path, thrown.code)
          : skippedFile(path, 'archive-broken', { detail }),
      )
    })
    await writeFile(join(made, notesName), JSON.stringify(skipped))
    await rename(made, place)
  } finally {
    // Gone already where it was renamed.
    await rm(made, { recursive: true, force: true })
  }
  return join(place, name)
}

/** What was left out when these paths were unpacked; nothing for paths that never were in an archive. */
export async function leftOutOf(paths: string[]): Promise<SkippedFile[]> {
  const notes = paths.map(async (path) => {
    const file = join(dirname(path), notesName)
    const text = /[\\/]uploads[\\/]archive-/.test(path)
      ? await readFile(file, 'utf8').catch(() => '[]')
      : '[]'
    return z.array(SkippedFile).parse(JSON.parse(text))
  })
  return (await Promise.all(notes)).flat()
}
