import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clearScraps } from '../../../../service/datasets/clear-scraps.ts'
import { leasePacked, placePacked, release } from '../../../../service/datasets/packed/leases.ts'
import { clearPacked, makeRoom, packedCache } from '../../../../service/datasets/packed/packed-cache.ts'
import { openHome } from '../open-home.ts'

/** Prepared data of a thousand bytes and a bit, used so many minutes ago. */
function entry(home: string, name: string, minutes: number): string {
  const folder = join(home, 'packed', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'train-input.bin'), Buffer.alloc(1000))
  writeFileSync(join(folder, 'packed.json'), '{}')
  const then = new Date(Date.now() - minutes * 60_000)
  utimesSync(join(folder, 'packed.json'), then, then)
  return folder
}
const names = (home: string) => readdirSync(join(home, 'packed')).sort()

test('what was used longest ago goes first, and only as much as the limit asks for', () => {
  const { home } = openHome()
  for (const [name, minutes] of [
    ['old', 30],
    ['older', 60],
    ['new', 1],
  ] as const)
    entry(home, name, minutes)
  makeRoom(home, 0, 10_000, 'pictures')
  expect(names(home)).toEqual(['new', 'old', 'older'])
  makeRoom(home, 500, 3_000, 'pictures')
  expect(names(home)).toEqual(['new', 'old'])
  makeRoom(home, 500, 2_000, 'pictures')
  expect(names(home)).toEqual(['new'])
})

test('what a run reads stays, whatever the limit, until it is released', () => {
  const { home } = openHome()
  const read = entry(home, 'read', 60)
  entry(home, 'idle', 1)
  const lease = leasePacked(home, read)
  clearPacked(home)
  expect(names(home)).toEqual(['read'])
  expect(packedCache(home, 5_000)).toMatchObject({ entries: 1, inUse: 1, limit: 5_000 })
  release(lease as string)
  clearPacked(home)
  expect(names(home)).toEqual([])
})

test('to be read again counts as use', () => {
  const { home } = openHome()
  const first = entry(home, 'first', 60)
  entry(home, 'second', 30)
  release(leasePacked(home, first) as string)
  makeRoom(home, 0, 1_500, 'pictures')
  expect(names(home)).toEqual(['first'])
})

test('what a process read that was killed is free again', () => {
  const { home, db } = openHome()
  const folder = entry(home, 'left', 60)
  // No process has this number: Linux counts to 4,194,304 at most.
  writeFileSync(join(folder, 'in-use-4999999-a'), '')
  expect(packedCache(home, null)).toMatchObject({ entries: 1, inUse: 0 })
  leasePacked(home, folder)
  expect(packedCache(home, null).inUse).toBe(1)
  // This process's own are void too, where it has just started.
  clearScraps(db, home)
  expect(packedCache(home, null).inUse).toBe(0)
})

test('of two that prepare the same at once, the first one counts and both may read', () => {
  const { home } = openHome()
  const folder = join(home, 'packed', 'same')
  const [first, second] = ['.a', '.b'].map((name) => placePacked(home, entry(home, name, 0), folder))
  expect(existsSync(first as string) && existsSync(second as string)).toBe(true)
  expect(names(home)).toEqual(['.b', 'same'])
})

test('more than the disk can hold is refused before anything is written, with both figures', () => {
  const { home } = openHome()
  mkdirSync(join(home, 'packed'))
  expect(() => makeRoom(home, 1e18, null, 'pictures')).toThrowError(
    expect.objectContaining({
      code: 'data.no-room',
      values: expect.objectContaining({ name: 'pictures', needed: '1000000000 GB', home }),
    }),
  )
})
