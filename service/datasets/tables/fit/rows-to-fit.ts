import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '../duck.ts'

/** Rows of a part that nothing may be learnt from: 1 for each, or all from a number on. */
export type NotLearntFrom = Uint8Array | { from: number }

/**
 * Does `work` while `fit` of `duck` holds the rows of `data` that something may be learnt from. One thread reads them, as
 * sums of floating point in another order would differ in the last digit from one time to the next.
 * @param where which rows are counted, in SQL; `held` numbers those
 */
export async function withRowsToFit<T>(
  duck: Duck,
  where: string,
  held: NotLearntFrom,
  work: () => Promise<T>,
): Promise<T> {
  const numbered = `SELECT *, row_number() OVER () - 1 AS place FROM data WHERE ${where}`
  let select = `SELECT * FROM data WHERE ${where}`
  await duck.run('SET threads = 1')
  try {
    if (!(held instanceof Uint8Array)) select = `SELECT * FROM (${numbered}) WHERE place < ${held.from}`
    else if (held.includes(1)) {
      const file = join(duck.scratch, 'held.csv')
      const rows: number[] = []
      for (let row = 0; row < held.length; row++) if (held[row]) rows.push(row)
      await writeFile(file, rows.join('\n'))
      await duck.run(
        `CREATE OR REPLACE TEMP TABLE held AS SELECT * FROM read_csv('${file}', auto_detect=false, header=false, delim=',', columns={'place': 'BIGINT'})`,
      )
      select = `SELECT * FROM (${numbered}) WHERE place NOT IN (SELECT place FROM held)`
    }
    await duck.run(`CREATE OR REPLACE TEMP VIEW fit AS ${select}`)
    return await work()
  } finally {
    await duck.run('SET threads = 2')
  }
}
