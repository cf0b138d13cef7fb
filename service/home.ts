import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { Fault } from '../contract/failure.ts'

/** Where data is kept: what was asked for, else LATHE_HOME, else the system's place for an application's data. */
export function homeFolder(asked?: string): string {
  const named = asked || process.env.LATHE_HOME
  if (named) return resolve(named)
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Lathe')
  if (process.platform === 'win32')
    return join(process.env.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Lathe')
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'lathe')
}

/**
 * Makes the home folder where there is none; only its owner may look into a new one.
 * @throws Fault `home-unwritable`
 */
export function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    accessSync(home, constants.W_OK | constants.R_OK | constants.X_OK)
    mkdirSync(join(home, 'runs'), { recursive: true })
  } catch (thrown) {
    throw new Fault('home-unwritable', { home, detail: (thrown as Error).message }, thrown)
  }
}
