import { rm } from 'node:fs/promises'
import { type DuckDBDataChunk, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import type { Hooks } from '../context.ts'
import { makeScratch } from './scratch.ts'

/** A DuckDB of its own for one job, with a folder for what it or the job writes aside. */
export interface Duck {
  /** Gone when it is closed. */
  readonly scratch: string
  run(sql: string): Promise<void>
  rows(sql: string): Promise<DuckDBValue[][]>
  /** A result too large to be held: a few thousand rows at a time, in order. */
  chunks(sql: string): AsyncGenerator<DuckDBDataChunk>
  /** From now on it reports how far it is, in percent of as many passes over the data as are said to be coming. */
  expect(passes: number): void
  close(): Promise<void>
}

/** Opens one. A query ends soon after the person has cancelled. */
export async function openDuck(hooks: Hooks): Promise<Duck> {
  const scratch = await makeScratch()
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '768MB',
    threads: '2',
    temp_directory: scratch,
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false')
  let passes = 0
  let passed = 0
  let most = 0
  /** Whether the query that runs is long enough to say how far it is. */
  const tell = (): boolean => {
    const { percentage } = connection.progress
    if (!passes || percentage < 0) return false
    // The number of passes was guessed: the end is said by whoever is done.
    most = Math.max(most, Math.min(99, Math.floor((100 * passed + percentage) / passes)))
    hooks.progress(most, 100, 'percent')
    return true
  }
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    let cancelled: unknown
    let long = false
    const watch = setInterval(() => {
      long = tell() || long
      try {
        hooks.check()
      } catch (thrown) {
        cancelled ??= thrown
        connection.interrupt()
      }
    }, 50)
    try {
      return await work
    } catch (thrown) {
      throw cancelled ?? thrown
    } finally {
      clearInterval(watch)
      if (long) passed += 1
    }
  }
  return {
    scratch,
    run: async (sql) => void (await watched(connection.run(sql))),
    rows: async (sql) => (await watched(connection.runAndReadAll(sql))).getRows(),
    async *chunks(sql) {
      const result = await watched(connection.stream(sql))
      for (;;) {
        const chunk = await watched(result.fetchChunk())
        if (!chunk || chunk.rowCount === 0) return
        hooks.check()
        yield chunk
      }
    },
    expect(more) {
      passes = passed + more
    },
    close: async () => {
      connection.closeSync()
      instance.closeSync()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

/** A text as SQL says it; one with a NUL, which would end the statement, by its bytes. */
export const quote = (text: string) =>
  text.includes('\0')
    ? `decode(from_hex('${Buffer.from(text).toString('hex')}'))`
    : `'${text.replaceAll("'", "''")}'`
