import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openDatabase } from '../../../service/database/open.ts'
import type { DataContext } from '../../../service/datasets/context.ts'

/** A path in the real data that tests read, such as `tabular/iris.csv`. */
export const shared = (path: string) => join(import.meta.dirname, '../../../../shared/data', path)

const opened: { home: string; close: () => void }[] = []
afterEach(() => {
  for (const { home, close } of opened.splice(0)) {
    close()
    rmSync(home, { recursive: true, force: true })
  }
})

/** A home folder with a real database, gone when the test ends. */
export function openHome(): DataContext {
  const home = mkdtempSync(join(tmpdir(), 'lathe-datasets-'))
  const { db } = openDatabase(home)
  opened.push({ home, close: () => db.close() })
  return { db, home }
}
