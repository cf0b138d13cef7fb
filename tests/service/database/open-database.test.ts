import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate, migrations } from '../../../service/database/migrate.ts'
import { openDatabase } from '../../../service/database/open.ts'
import { appendHistory, writeRunJson } from '../../../service/runs/folder.ts'
import { readEpochs, readSteps, writePoints } from '../../../service/runs/points.ts'
import { findRun, insertRun, listRuns } from '../../../service/runs/rows.ts'
import { sampleRun } from '../runs/sample-run.ts'

const newHome = () => mkdtempSync(join(tmpdir(), 'lathe-database-'))

test('a new home gets the newest format in WAL mode', () => {
  const { db, recovery } = openDatabase(newHome())
  expect(recovery).toBeNull()
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  db.close()
})

test('an older format is copied to backups before it is brought forward, and its rows stay', () => {
  const home = newHome()
  const { db } = openDatabase(home)
  insertRun(db, sampleRun('a'))
  migrate(db, home, [...migrations, 'ALTER TABLE runs ADD COLUMN tags TEXT'])
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length + 1)
  expect(findRun(db, 'a').name).toBe('run a')
  const [backup] = readdirSync(join(home, 'backups'))
  const copy = new Sqlite(join(home, 'backups', backup as string), { readonly: true })
  expect(copy.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(copy.prepare('SELECT id FROM runs').pluck().all()).toEqual(['a'])
  copy.close()
  db.close()
})

test('a migration that fails leaves the format before it', () => {
  const home = newHome()
  const { db } = openDatabase(home)
  const broken = 'CREATE TABLE half (id TEXT) STRICT; INSERT INTO nowhere VALUES (1)'
  expect(() => migrate(db, home, [...migrations, broken])).toThrow(/nowhere/)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0)
  db.close()
})

test('a database of a newer Lathe is refused and left as it is', () => {
  const home = newHome()
  const { db } = openDatabase(home)
  db.pragma('user_version = 99')
  db.close()
  expect(() => openDatabase(home)).toThrow(expect.objectContaining({ code: 'database-newer' }))
  expect(readdirSync(home).filter((name) => name.includes('damaged'))).toEqual([])
})

test('a damaged database is kept aside and its runs come back from their folders', () => {
  const home = newHome()
  const { db } = openDatabase(home)
  const run = sampleRun('a')
  const points = {
    steps: [{ step: 1, epoch: 1, metrics: { loss: 2 } }],
    epochs: [{ epoch: 1, seconds: 1, metrics: { loss: 1.5, val_loss: 1.4 } }],
  }
  insertRun(db, run)
  writeRunJson(home, run)
  writePoints(db, 'a', points)
  appendHistory(home, 'a', points)
  db.close()
  writeFileSync(join(home, 'runs', 'a', 'history.jsonl'), '{"step":2,"epo', { flag: 'a' })
  writeFileSync(
    join(home, 'lathe.db'),
    'this is no database, only text that is long enough to be one'.repeat(20),
  )

  const again = openDatabase(home)
  expect(again.recovery).toMatchObject({ runsRecovered: 1 })
  expect(existsSync(again.recovery?.keptAside as string)).toBe(true)
  expect(listRuns(again.db)).toMatchObject([
    { id: 'a', epochsDone: 1, bestEpoch: 1, best: { val_loss: 1.4 } },
  ])
  expect(readEpochs(again.db, 'a')).toEqual(points.epochs)
  expect(readSteps(again.db, 'a', 10)).toEqual(points.steps)
  again.db.close()
})

test('runs of format 1 are there in the next one, as runs of no cross-validation', () => {
  const home = newHome()
  const db = new Sqlite(join(home, 'lathe.db'))
  db.exec(migrations[0] as string)
  db.pragma('user_version = 1')
  const { db: newest } = openDatabase(newHome())
  insertRun(newest, sampleRun('a'))
  const { cross_validation: _new, ...row } = newest.prepare('SELECT * FROM runs').get() as object & {
    cross_validation: null
  }
  newest.close()
  const names = Object.keys(row)
  db.prepare(`INSERT INTO runs (${names}) VALUES (${names.map(() => '?')})`).run(Object.values(row))
  migrate(db, home)
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(findRun(db, 'a')).toMatchObject({ name: 'run a', crossValidation: null })
  db.close()
})
