import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

export const entry = join(import.meta.dirname, '../../../service/cli/index.ts')
export const iris = join(import.meta.dirname, '../../../resources/samples/iris/iris.csv')

export interface Ended {
  code: number | null
  /** What `--json` printed, a line an object. */
  lines: Record<string, unknown>[]
  last: Record<string, unknown>
  errors: string
}

/** Runs the command line as another program would. `heard` gets every line as it is printed. */
export function runLathe(
  home: string,
  args: string[],
  heard: (line: Record<string, unknown>, child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args, '--json'], {
    env: { ...process.env, LATHE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Record<string, unknown>[] = []
  let rest = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const texts = (rest + chunk).split('\n')
    rest = texts.pop() as string
    for (const text of texts) {
      const line = JSON.parse(text) as Record<string, unknown>
      lines.push(line)
      heard(line, child)
    }
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk
  })
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, lines, last: lines.at(-1) ?? {}, errors }))
  })
}
