import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { PackedPart } from '../../../contract/data/packed.ts'
import {
  type ReadAhead,
  readBatchesAhead,
  readRowsAhead,
  readWhole,
  stretches,
} from '../../../engine/data/read-ahead.ts'

test('rows are read in the order of the disk, those that share a page or touch at once', () => {
  const rows = Int32Array.from([9, 0, 1, 700, 2000, 701])
  expect(stretches(rows, 100)).toEqual([
    { from: 0, length: 1000 },
    { from: 70_000, length: 200 },
    { from: 200_000, length: 100 },
  ])
})

test('data that memory has room for is read once, larger data a window ahead of the step', async () => {
  const items = 20_000
  const width = 4096
  const folder = mkdtempSync(join(tmpdir(), 'lathe-ahead-'))
  writeFileSync(join(folder, 'input.bin'), Buffer.alloc(items * width))
  const input = { name: 'input', file: 'input.bin', dtype: 'uint8' as const, shape: [width], scale: 1 }
  const part: PackedPart = { part: 'train', items, inputs: [input], targets: [] }
  const rows = Int32Array.from({ length: items }, (_, index) => (index * 7919) % items)
  const until = async (ahead: ReadAhead, bytes: number) => {
    while (ahead.bytes < bytes) await setImmediate()
    // One that is still under way would be seen by now.
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    expect(ahead.bytes).toBe(bytes)
  }

  const whole = readWhole(folder, part)
  whole.begin(rows)
  await until(whole, items * width)
  whole.begin(rows)
  await until(whole, items * width)
  whole.close()

  const window = 32 * 2 ** 20
  const large = readRowsAhead(folder, part)
  large.begin(rows)
  await until(large, window)
  large.reach(0)
  await until(large, 2 * window)
  large.reach(10)
  await until(large, 2 * window)
  large.reach(window / width + 10)
  await until(large, items * width)
  large.close()

  // Op by op, rows are read ahead where they are not in memory already.
  expect(readBatchesAhead(folder, part)).toBeNull()
  const batches = readBatchesAhead(folder, part, items * width - 1) as ReadAhead
  batches.begin(rows)
  await until(batches, window)
  batches.close()
})
