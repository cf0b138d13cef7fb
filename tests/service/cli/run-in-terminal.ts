import { spawn } from 'node:child_process'
import { entry } from './run-lathe.ts'

/** Ctrl-C, as the keyboard sends it: the terminal turns it into a signal for every process of the command. */
export const ctrlC = '\u0003'

/**
 * Runs the command line in a real terminal (util-linux `script`). As soon as what was printed matches `when`, the keys
 * are typed, once.
 */
export function runInTerminal(
  home: string,
  args: string[],
  when: RegExp,
  keys: string,
): Promise<{ code: number | null; printed: string }> {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', entry, ...args]
  // `exec`, or a shell that stays in between ends by the same signal and hides the command's own exit code.
  const quoted = `exec ${command.map((word) => `'${word}'`).join(' ')}`
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', quoted, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh', LATHE_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let printed = ''
  let typed = false
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk
    if (typed || !when.test(printed)) return
    typed = true
    child.stdin.write(keys)
  })
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, printed }))
  })
}
