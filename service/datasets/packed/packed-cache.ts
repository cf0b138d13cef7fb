import { randomUUID } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PackedCache } from '../../../contract/data/packed-cache.ts'
import { Fault } from '../../../contract/failure.ts'
import { isLeased } from './leases.ts'
import { withPackedLock } from './lock.ts'

interface Entry {
  folder: string
  /** Bytes that would be free without it: of a file that another entry shares, its share. */
  bytes: number
  usedAt: number
  inUse: boolean
}

/** Where nobody has said more: the least of this and a fifth of what the disk could give. */
const defaultLimit = 20e9
/** Left free on the disk for everything else. */
const reserve = 100e6

const freeBytes = (home: string) => {
  const { bavail, bsize } = statfsSync(home)
  return bavail * bsize
}

const sum = (entries: Entry[]) => entries.reduce((total, { bytes }) => total + bytes, 0)

const limitOf = (home: string, entries: Entry[], wanted: number | null) =>
  wanted ?? Math.min(defaultLimit, (freeBytes(home) + sum(entries)) / 5)

/** What prepared data takes. `limit`: bytes it may take; null: as many as seem right for the disk. */
export function packedCache(home: string, limit: number | null): PackedCache {
  const entries = withPackedLock(home, () => entriesOf(home))
  return {
    bytes: sum(entries),
    limit: limitOf(home, entries, limit),
    entries: entries.length,
    inUse: entries.filter(({ inUse }) => inUse).length,
  }
}

/** Removes all that no run reads; it is made again when it is needed. */
export function clearPacked(home: string): void {
  evict(home, () => Number.POSITIVE_INFINITY)
}

/**
 * Makes room for `needed` bytes more: removes what was used longest ago, as far as the limit or the disk asks for it and no
 * run reads it. What is needed may be more than the limit, which is for what is kept.
 * @param name of the data set
 * @throws Fault `data.no-room`
 */
export function makeRoom(home: string, needed: number, limit: number | null, name: string): void {
  evict(home, (entries) => {
    const over = sum(entries) + needed - limitOf(home, entries, limit)
    return Math.max(over, needed + reserve - freeBytes(home))
  })
  const free = freeBytes(home)
  if (free < needed + reserve)
    throw new Fault('data.no-room', {
      name,
      needed: gigabytes(needed + reserve),
      free: gigabytes(free),
      home,
    })
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`

/** Removes entries, the one used longest ago first, until as many bytes are free as `wanted` says. */
function evict(home: string, wanted: (entries: Entry[]) => number): void {
  const aside = withPackedLock(home, () => {
    const entries = entriesOf(home)
    let left = wanted(entries)
    const removed: string[] = []
    for (const { folder, bytes, inUse } of entries.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (left <= 0) break
      if (inUse) continue
      // Renamed while the lock is held, so that nobody takes it; removed after, as that takes its time.
      const name = join(home, 'packed', `.evicted-${randomUUID()}`)
      renameSync(folder, name)
      removed.push(name)
      left -= bytes
    }
    return removed
  })
  for (const folder of aside) rmSync(folder, { recursive: true, force: true })
}

function entriesOf(home: string): Entry[] {
  const packed = join(home, 'packed')
  return readdirSync(packed, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name.startsWith('predict-')) return []
    const folder = join(packed, entry.name)
    try {
      const usedAt = statSync(join(folder, 'packed.json')).mtimeMs
      const bytes = readdirSync(folder).reduce((total, name) => {
        const { size, nlink } = statSync(join(folder, name))
        return total + size / nlink
      }, 0)
      return [{ folder, bytes, usedAt, inUse: isLeased(folder) }]
    } catch {
      return [] // not prepared data, or removed by somebody's own hand just now
    }
  })
}
