import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { Fault } from '../../contract/failure.ts'
import { dated } from './dated.ts'
import { first } from './migrations/0001-first.ts'
import { crossValidation } from './migrations/0002-cross-validation.ts'

/** Every format there was, in order: `migrations[n]` brings format n to n + 1. Never edit one that was released. */
export const migrations: readonly string[] = [first, crossValidation]

/**
 * Brings a database to the newest format, one transaction a step, after a dated copy in `backups/`.
 * @throws Fault `database-newer` when it was written by a Lathe that knows more formats; nothing is touched then.
 */
export function migrate(db: Database, home: string, steps: readonly string[] = migrations): void {
  const found = db.pragma('user_version', { simple: true }) as number
  if (found > steps.length) throw new Fault('database-newer', { found, known: steps.length })
  if (found === steps.length) return
  if (found > 0) {
    mkdirSync(join(home, 'backups'), { recursive: true })
    db.prepare('VACUUM INTO ?').run(join(home, 'backups', `lathe-format-${found}-${dated()}.db`))
  }
  for (let version = found; version < steps.length; version++) {
    db.transaction(() => {
      db.exec(steps[version] as string)
      db.pragma(`user_version = ${version + 1}`)
    }).immediate()
  }
}
