import { readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { isAlive } from '../../is-alive.ts'

/**
 * Makes a folder in the system's temporary one for what is written aside while tables are read. It is named after its process and thread, so
 * that others can tell when it has become nobody's.
 */
export const makeScratch = (): Promise<string> =>
  mkdtemp(join(tmpdir(), `lathe-table-${process.pid}-${threadId}-`))

/** Removes what a thread of this process left that has ended. */
export const clearThread = (thread: number): void =>
  clear((pid, own) => pid === process.pid && own === thread)

/** Removes what processes left that were killed. */
export const clearDeadProcesses = (): void => clear((pid) => !isAlive(pid))

function clear(isNobodys: (pid: number, thread: number) => boolean): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, thread] = /^lathe-table-(\d+)-(\d+)-/.exec(name) ?? []
    if (!pid || !isNobodys(Number(pid), Number(thread))) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Another person's, on a machine that several share.
    }
  }
}
