import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import type { Recovery } from '../../contract/app.ts'
import { dated } from './dated.ts'
import { migrate } from './migrate.ts'
import { rebuild } from './rebuild.ts'

/** What a noun's functions get: the database, and the folder everything else lies in. */
export interface Context {
  db: Database
  home: string
}

/**
 * Opens `lathe.db`, made or migrated where needed. A damaged one is moved aside under a dated name and a new one is
 * filled from the run and data set folders; `recovery` says so. Nothing is deleted.
 * @throws Fault `database-newer`
 */
export function openDatabase(home: string): { db: Database; recovery: Recovery | null } {
  const file = join(home, 'lathe.db')
  const opened = tryOpen(file, home)
  if (opened.db) return { db: opened.db, recovery: null }
  const keptAside = moveAside(home)
  const again = tryOpen(file, home)
  if (!again.db) throw again.error
  const found = rebuild(again.db, home)
  return {
    db: again.db,
    recovery: { keptAside, reason: opened.error.message, runsRecovered: found.runs, interrupted: [] },
  }
}

function tryOpen(file: string, home: string): { db: Database } | { db: null; error: Error } {
  let db: Database | undefined
  try {
    db = new Sqlite(file)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    const check = db.pragma('quick_check(1)', { simple: true }) as string
    if (check !== 'ok') throw Object.assign(new Error(check), { code: 'SQLITE_CORRUPT' })
    migrate(db, home)
    return { db }
  } catch (thrown) {
    db?.close()
    if (isDamage(thrown)) return { db: null, error: thrown }
    throw thrown
  }
}

function isDamage(thrown: unknown): thrown is Error {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')
}

/** The journal goes with its database: what it holds may be what a repair needs. */
function moveAside(home: string): string {
  const stem = `lathe-damaged-${dated()}`
  let target = join(home, `${stem}.db`)
  for (let n = 2; existsSync(target); n++) target = join(home, `${stem}-${n}.db`)
  for (const ending of ['', '-wal', '-shm']) {
    const from = join(home, `lathe.db${ending}`)
    if (existsSync(from)) renameSync(from, `${target}${ending}`)
  }
  return target
}
