import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives a run of the tests one temporary folder, for the tests and for every process they start, and removes it whole
 * at the end: tests kill processes, and what is killed cleans nothing up. One that was itself killed is swept by the next.
 */
export default function temporaryFolder(): () => void {
  const parent = tmpdir()
  for (const name of readdirSync(parent)) {
    const pid = /^lathe-tests-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
  const folder = mkdtempSync(join(parent, `lathe-tests-${process.pid}-`))
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder
  // An engine may write its last line while it is removed.
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
