import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tryMutant } from './try-mutant.ts'
import { type Whole, wholeFiles } from './whole-files.ts'

let folder: string
let wholes: Whole[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-fuzz-'))
  wholes = await wholeFiles(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// `npm run bench -- fuzz` tries 500 and more; these few are in every run of the tests, at least one of each kind.
test('forty damaged data sets of every kind end in a clean import or in a failure with a code', async () => {
  const broken: string[] = []
  const kinds = new Set<string>()
  for (let number = 1; number <= 40; number++) {
    const tried = await tryMutant(wholes, number, join(folder, String(number)))
    kinds.add(tried.kind)
    if (tried.fault) broken.push(`${number}, ${tried.kind}, ${tried.how}: ${tried.fault}`)
  }
  expect(broken).toEqual([])
  expect([...kinds].sort()).toEqual(wholes.map(({ kind }) => kind).sort())
})
