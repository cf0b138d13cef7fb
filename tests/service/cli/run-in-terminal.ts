import { spawn } from 'node:child_process'
import { entry } from './run-lathe.ts'

/** Ctrl-C, as the keyboard sends it: the terminal turns it into a signal for every process of the command. */
export const ctrlC = '\u0003'

/**
 * Runs the command line in a real terminal (util-linux `script`). `heard` gets all that was printed so far, as often
 * as something is, and types.
 */
export function runInTerminal(
  home: string,
  args: string[],
  heard: (printed: string, type: (keys: string) => void) => void,
): Promise<{ code: number | null; printed: string }> {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', entry, ...args]
  const quoted = command.map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', quoted, '/dev/null'], {
    env: { ...process.env, LATHE_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk
    heard(printed, (keys) => void child.stdin.write(keys))
  })
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, printed }))
  })
}
