import { join } from 'node:path'
import type { Hooks } from '../context.ts'
import { type Duck, openDuck, quote } from '../tables/duck.ts'
import { openTables } from '../tables/table-sql.ts'
import type { Manifest } from '../versions/manifest.ts'

/** The gallery shows what is left out, too. */
export const nothingLeftOut = { train: [], validation: [], test: [] }

/**
 * The rows of large tables in a database of their own, in the scratch folder: any stretch of it is read without what stands before it, which of a CSV
 * takes seconds a page. @returns with `copied.numbered`
 */
export async function copyRows({ tables }: Manifest, hooks: Hooks): Promise<Duck> {
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, tables, nothingLeftOut, true)
    await duck.run(`ATTACH ${quote(join(duck.scratch, 'rows.duckdb'))} AS copied`)
    await duck.run('CREATE TABLE copied.numbered AS SELECT * FROM numbered')
    return duck
  } catch (thrown) {
    await duck.close()
    throw thrown
  }
}
