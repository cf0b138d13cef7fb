import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { homeFolder } from '../home.ts'
import { onInterrupt } from './on-interrupt.ts'
import { openSession, type Session } from './open-session.ts'
import { createOutput, type Output } from './output.ts'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const version = (JSON.parse(readFileSync(`${projectRoot}/package.json`, 'utf8')) as { version: string })
  .version

export const program = new Command('lathe')
  .description('Train neural networks on your own machine.')
  .version(version)
  .option(
    '--home <folder>',
    'where data is kept (default: LATHE_HOME, or the place of this system for such data)',
  )
  .option('--json', 'print one JSON object a line; the last one is the result')
  .exitOverride()

/** Other commands may train in this process: ending it would stop them. Ctrl-C does so all the same. */
async function othersDone(session: Session, output: Output) {
  let over = false
  const alone = session.alone().then(() => {
    over = true
  })
  // Nobody is there, as nearly always: one turn of the loop tells.
  await Promise.race([alone, new Promise(setImmediate)])
  if (over) return
  output.text('Another command still works here; Ctrl-C stops it and keeps what it has learnt.')
  await new Promise<void>((end) => void onInterrupt(end, () => alone).then(end))
}

/** The command that `data versions` is under: made with its first. */
function groupOf(names: string[]): Command {
  return names.reduce(
    (above, name) => above.commands.find((one) => one.name() === name) ?? above.command(name),
    program,
  )
}

/** Adds a command whose body gets the session; `false` from it ends the program with 1. */
export function command(
  words: string,
  description: string,
  body: (session: Session, output: Output, args: string[], options: Record<string, unknown>) => unknown,
  engine = false,
) {
  const all = words.split(' ')
  const places = all.filter((word) => word.startsWith('<'))
  const names = all.filter((word) => !word.startsWith('<'))
  const name = names.at(-1) ?? ''
  const made = groupOf(names.slice(0, -1)).command(name).description(description)
  for (const place of places) made.argument(place)
  // The two options of the program are also understood behind the command's name.
  made.addOption(new Option('--home <folder>').hideHelp()).addOption(new Option('--json').hideHelp())
  return made.action(async (...given: unknown[]) => {
    const shared = made.optsWithGlobals() as { home?: string; json?: boolean }
    const { home: _home, json: _json, ...options } = made.opts()
    const output = createOutput(shared.json ?? false)
    const session = await openSession(homeFolder(shared.home), `lathe ${names.join(' ')}`, engine)
    try {
      const fine = await body(
        session,
        output,
        (given.slice(0, places.length) as unknown[]).flat() as string[],
        options,
      )
      if (fine === false) process.exitCode = 1
    } finally {
      await othersDone(session, output)
      await session.close()
    }
  })
}
