import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sweepGraphs } from '../../../engine/compile/session.ts'

test('graphs that a killed engine left behind are swept, those of a living one and all else stay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-sweep-'))
  const living = `lathe-graph-${process.pid}-abc`
  // No process can have this number: it is above what any system gives.
  for (const name of ['lathe-graph-999999999-abc', living, 'other-999999999-abc'])
    mkdirSync(join(folder, name, 'variables'), { recursive: true })
  sweepGraphs(folder)
  expect(readdirSync(folder).sort()).toEqual([living, 'other-999999999-abc'])
})
