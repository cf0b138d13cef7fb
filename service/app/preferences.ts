import { Preferences } from '../../contract/app.ts'
import type { Core } from './core.ts'

/** What is remembered between starts. A value that no longer fits is forgotten, and its default taken. */
export function getPreferences({ db }: Pick<Core, 'db'>): Preferences {
  const stored: Record<string, unknown> = {}
  const rows = db.prepare('SELECT key, value FROM preferences').all() as { key: string; value: string }[]
  for (const { key, value } of rows) {
    const field = Preferences.shape[key as keyof Preferences]
    const parsed = field?.safeParse(JSON.parse(value))
    if (parsed?.success) stored[key] = parsed.data
  }
  return Preferences.parse(stored)
}

/** Keeps what was changed, and gives all of them. */
export function setPreferences(
  core: Pick<Core, 'db' | 'announce'>,
  change: Partial<Preferences>,
): Preferences {
  const put = core.db.prepare('INSERT OR REPLACE INTO preferences (key, value) VALUES (?, ?)')
  core.db.transaction(() => {
    for (const [key, value] of Object.entries(change))
      if (value !== undefined) put.run(key, JSON.stringify(value))
  })()
  core.announce.tables('preferences')
  return getPreferences(core)
}
