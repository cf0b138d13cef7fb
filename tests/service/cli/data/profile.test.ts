import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shared } from '../../datasets/open-home.ts'
import { runLathe } from '../run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-profile-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('data profile and data findings say what is in a data set and what may be wrong', async () => {
  await runLathe(home, ['import', shared('tabular/titanic.csv')])
  const profile = await runLathe(home, ['data', 'profile', 'titanic'])
  expect(profile.last).toMatchObject({ event: 'result', rows: 891, columns: { length: 12 } })
  const findings = await runLathe(home, ['data', 'findings', 'titanic'])
  expect(findings.lines).toMatchObject([{ id: 'outliers:Fare' }, { id: 'outliers:SibSp' }])
  const nothing = await runLathe(home, ['data', 'findings', 'no-such'])
  expect(nothing.code).toBe(2)
})
