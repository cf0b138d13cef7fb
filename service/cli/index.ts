import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { homeFolder } from '../home.ts'
import { importCommand, listDatasets, showDataset } from './data.ts'
import { doctor } from './doctor.ts'
import { CallFailed, openSession, type Session } from './open-session.ts'
import { createOutput, type Output } from './output.ts'
import { deleteRun, evaluate, listRuns, predict, showRun, stopRun } from './runs.ts'
import { serve } from './serve.ts'
import { type TrainOptions, train } from './train.ts'

/** What the person gave was wrong: the command ends with 2. */
const badInput = new Set([
  'bad-input',
  'dataset.unknown',
  'run.unknown',
  'model.unknown',
  'model.unreadable',
  'data.path-missing',
  'data.nothing-recognised',
  'data.nothing-usable',
  'run.not-running',
])

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const version = (JSON.parse(readFileSync(`${projectRoot}/package.json`, 'utf8')) as { version: string })
  .version

const program = new Command('lathe')
  .description('Train neural networks on your own machine.')
  .version(version)
  .option(
    '--home <folder>',
    'where data is kept (default: LATHE_HOME, or the place of this system for such data)',
  )
  .option('--json', 'print one JSON object a line; the last one is the result')
  .exitOverride()

/** A number, as commander wants it: what is none is refused with the option's name. */
function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It is not a number.')
  return value
}

function onOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('Say on or off.')
  return text === 'on'
}

/** Adds a command whose body gets the session; `false` from it ends the program with 1. */
function command(
  words: string,
  description: string,
  body: (session: Session, output: Output, args: string[], options: Record<string, unknown>) => unknown,
  engine = false,
) {
  const [name = '', ...places] = words.split(' ')
  const made = program.command(name).description(description)
  for (const place of places) made.argument(place)
  // The two options of the program are also understood behind the command's name.
  made.addOption(new Option('--home <folder>').hideHelp()).addOption(new Option('--json').hideHelp())
  return made.action(async (...given: unknown[]) => {
    const shared = made.optsWithGlobals() as { home?: string; json?: boolean }
    const { home: _home, json: _json, ...options } = made.opts()
    const output = createOutput(shared.json ?? false)
    const session = await openSession(homeFolder(shared.home), `lathe ${name}`, engine)
    try {
      const fine = await body(
        session,
        output,
        (given.slice(0, places.length) as unknown[]).flat() as string[],
        options,
      )
      if (fine === false) process.exitCode = 1
    } finally {
      await session.close()
    }
  })
}

command('import <paths...>', 'take data in by reference', (session, output, paths, { name }) =>
  importCommand(session, output, paths, name as string | undefined),
).option('--name <name>')
command('datasets', 'list the data sets', (session, output) => listDatasets(session, output))
command('dataset <dataset>', 'show one data set', (session, output, [id]) =>
  showDataset(session, output, id as string),
)
command(
  'train',
  'train a model',
  (session, output, _args, options) => train(session, output, options as unknown as TrainOptions),
  true,
)
  .requiredOption('--data <data>', 'a data set, or a path that is imported first')
  .requiredOption('--model <model>', 'a template, a .lathe.json, or a Keras .json or .keras')
  .option('--name <name>')
  .option('--loss <loss>')
  .option('--optimizer <optimizer>')
  .option('--learning-rate <rate>', '', number)
  .option('--epochs <count>', '', number)
  .option('--batch-size <count>', '', number)
  .option('--validation-split <share>', '', number)
  .addOption(
    new Option('--split <kind>', 'how the validation items are chosen').choices([
      'stratified',
      'random',
      'last',
    ]),
  )
  .option('--shuffle <on|off>', '', onOff)
  .option('--seed <number>', '', number)
  .option('--compile <on|off>', '', onOff)
  .option('--weights <file>')
command('runs', 'list the runs', (session, output) => listRuns(session, output))
command('run <run>', 'show one run', (session, output, [id]) => showRun(session, output, id as string))
command('delete <run>', 'delete a run for good', (session, output, [id]) =>
  deleteRun(session, output, id as string),
)
command('stop <run>', 'stop a run that trains', (session, output, [id], { keep }) =>
  stopRun(session, output, id as string, keep === true),
).option('--keep', 'keep what it has learnt')
command(
  'evaluate',
  'measure a run',
  (session, output, _args, { run, data }) =>
    evaluate(session, output, run as string, data as string | undefined),
  true,
)
  .requiredOption('--run <run>')
  .option('--data <data>')
command(
  'predict',
  'what a run says of new items',
  (session, output, _args, { run, data }) => predict(session, output, run as string, data as string),
  true,
)
  .requiredOption('--run <run>')
  .requiredOption('--data <path>')
command(
  'doctor',
  'which device does the work, and why not a better one',
  (session, output) => doctor(session, output),
  true,
)
command(
  'serve',
  'the workbench in the browser',
  (session, output, _args, { port, open }) =>
    serve(session, output, projectRoot, { port: port as number | undefined, open: open === true }),
  true,
)
  .option('--port <port>', '', number)
  .option('--open', 'open the browser')

/** Says what went wrong, in the form that was asked for, and with which code the program ends. */
function report(thrown: unknown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : 2
    return
  }
  const { message, code = 'unexpected', hint } = thrown as Error & { code?: string; hint?: string }
  if (process.argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify({ event: 'failure', code, message, ...(hint ? { hint } : {}) })}\n`,
    )
  process.stderr.write(`${message}${hint ? `\n${hint}` : ''}\n`)
  process.exitCode = thrown instanceof CallFailed && badInput.has(code) ? 2 : 1
}

await program.parseAsync().catch(report)
// Worker threads and a warm engine need not be waited for: everything is written.
process.exit()
