import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { splitKinds } from '../../contract/data/split.ts'
import { homeFolder } from '../home.ts'
import { augmentCommand, presetNames } from './data/augmentation.ts'
import { cacheCommand, gigabytes } from './data/cache.ts'
import { importCommand, listDatasets, showDataset } from './data/import.ts'
import { addImportOptions, addSeriesOptions, importOptions } from './data/import-options.ts'
import { prepareCommand, previewCommand, type SplitOptions, splitCommand } from './data/preparation.ts'
import { findingsCommand, profileCommand } from './data/profile.ts'
import { seriesCommand } from './data/series.ts'
import {
  checkCommand,
  gatherCommand,
  leaveOutCommand,
  repointCommand,
  rescanCommand,
  restoreCommand,
  versionsCommand,
} from './data/versions.ts'
import { doctor } from './doctor.ts'
import { onInterrupt } from './on-interrupt.ts'
import { openSession, type Session } from './open-session.ts'
import { createOutput, type Output } from './output.ts'
import { report } from './report-failure.ts'
import { deleteRun, evaluate, listRuns, pauseRun, predict, showRun, stopRun } from './runs.ts'
import { serve } from './serve.ts'
import { resume, type TrainOptions, train } from './train.ts'
import { addCallbackOptions, number, onOff } from './training-options.ts'

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
function command(
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

addImportOptions(
  command('import <paths...>', 'take data in by reference', (session, output, paths, options) =>
    importCommand(session, output, paths, importOptions(options)),
  ).option('--name <name>'),
)
command('datasets', 'list the data sets', (session, output) => listDatasets(session, output))
command('dataset <dataset>', 'show one data set', (session, output, [id]) =>
  showDataset(session, output, id as string),
)
command(
  'data profile <dataset>',
  'what is in each column, or in the pictures and texts',
  (session, output, [id]) => profileCommand(session, output, id as string),
)
command('data findings <dataset>', 'what may be wrong with a data set', (session, output, [id]) =>
  findingsCommand(session, output, id as string),
)
command(
  'data check <dataset>',
  'whether the files are still those that were imported',
  (session, output, [id]) => checkCommand(session, output, id as string),
)
command(
  'data rescan <dataset>',
  'take the files in as they are now, as a new version',
  (session, output, [id], { dryRun }) => rescanCommand(session, output, id as string, dryRun !== true),
).option('--dry-run', 'only say what is new')
command(
  'data leave-out <dataset>',
  'go on without the files that have changed or are missing',
  (session, output, [id]) => leaveOutCommand(session, output, id as string),
)
command(
  'data repoint <dataset> <folder>',
  'say where the files are now',
  (session, output, [id, folder], { dryRun }) =>
    repointCommand(session, output, id as string, folder as string, dryRun !== true),
).option('--dry-run', 'only say how many are found')
command(
  'data gather <dataset> <folder>',
  'copy everything into one new folder that any Lathe imports as the same data set',
  (session, output, [id, folder]) => gatherCommand(session, output, id as string, folder as string),
)
command(
  'data cache',
  'what data prepared for models takes on disk',
  (session, output, _args, { clear, limit }) =>
    cacheCommand(session, output, clear === true, limit as number | null | undefined),
)
  .option('--clear', 'remove it, but for what runs are reading; it is made again when it is needed')
  .option('--limit <gigabytes>', 'how much it may take; auto: what seems right for the disk', gigabytes)
command('data versions <dataset>', 'every version, and what was changed', (session, output, [id]) =>
  versionsCommand(session, output, id as string),
)
command(
  'data restore <dataset> <version>',
  'make a new version that holds what an earlier one held',
  (session, output, [id, version]) => restoreCommand(session, output, id as string, version as string),
)
command(
  'data prepare <dataset>',
  'keep a recipe: what is done to the data before a model reads it',
  (session, output, [id], options) => prepareCommand(session, output, id as string, options),
)
  .option('--recipe <file>', 'a recipe as JSON (docs/preparation.md)')
  .option('--reset', 'go back to what is guessed')
command(
  'data split <dataset>',
  'keep how items are held out, the same for every run',
  (session, output, [id], options) => splitCommand(session, output, id as string, options as SplitOptions),
)
  .addOption(new Option('--kind <kind>').choices(splitKinds))
  .option('--share <share>', 'to validate on (default: 0.2)', number)
  .option('--test-share <share>', 'held out for good (default: 0)', number)
  .option('--seed <number>', '(default: 0)', number)
  .option('--column <name>', 'whose values group rows, or say when they were')
  .option('--folder', 'group files by the folder they lie in')
  .option('--pattern <expression>', 'group files by what its first bracket finds in their paths')
  .option('--folds <count>', 'of k-fold (default: 5)', number)
  .option('--fold <number>', 'which is validated on, from 0', number)
  .option('--stratified <on|off>', 'of k-fold (default: on)', onOff)
  .option('--shuffle <on|off>', 'of k-fold (default: on)', onOff)
  .option('--reset', 'let each run decide')
command(
  'data augment <dataset>',
  'keep how pictures and texts are varied while they are trained on',
  (session, output, [id], options) => augmentCommand(session, output, id as string, options),
)
  .option('--settings <file>', "settings as JSON, by the names of Keras's ImageDataGenerator")
  .addOption(new Option('--preset <name>').choices(presetNames))
addSeriesOptions(
  command(
    'data series <dataset>',
    'read a table as a time series otherwise: its windows, its time and what is forecast',
    (session, output, [id], options) => seriesCommand(session, output, id as string, options),
  )
    .option('--target <columns>', 'what is forecast; several columns with commas')
    .option('--across-gaps <on|off>', 'windows reach over places where time is missing', onOff)
    .option('--dry-run', 'only say what would come of it'),
)
command('data preview <dataset>', 'what is done to the first items', (session, output, [id]) =>
  previewCommand(session, output, id as string),
)
const trainCommand = command(
  'train',
  'train a model',
  (session, output, _args, options) => train(session, output, options as unknown as TrainOptions),
  true,
)
  .requiredOption('--data <data>', 'a data set, or a path that is imported first')
  .requiredOption('--model <model>', 'a template, a .lathe.json, or a Keras .json or .keras')
  .option('--dry-run', 'say what it would do, with the time and memory it would take, and start nothing')
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
  .option('--fold <number>', 'which fold is validated on, from 0, of a data set split into folds', number)
  .option('--shuffle <on|off>', '', onOff)
  .option('--seed <number>', '', number)
  .option('--compile <on|off>', '', onOff)
  .option('--weights <file|run>', 'start from the weights of a file (.h5, .keras, .safetensors) or of a run')
  .option('--augment <file>', 'vary what is trained on as this .json says, by the names of Keras')
  .option('--no-augment', 'vary nothing, whatever the data set has')
addCallbackOptions(addImportOptions(trainCommand))
command('runs', 'list the runs', (session, output) => listRuns(session, output))
command('run <run>', 'show one run', (session, output, [id]) => showRun(session, output, id as string))
command('delete <run>', 'delete a run for good', (session, output, [id]) =>
  deleteRun(session, output, id as string),
)
command('stop <run>', 'stop a run that trains', (session, output, [id], { keep }) =>
  stopRun(session, output, id as string, keep === true),
).option('--keep', 'keep what it has learnt')
command(
  'resume <run>',
  'go on with a run exactly where its last checkpoint was',
  (session, output, [id], { epochs }) => resume(session, output, id as string, epochs as number | undefined),
  true,
).option('--epochs <count>', 'how many epochs there are to be in all: extends a finished run', number)
command('pause <run>', 'save a run that trains and end its process', (session, output, [id]) =>
  pauseRun(session, output, id as string),
)
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

await program.parseAsync().catch((thrown) => {
  process.exitCode = report(thrown, process.argv.includes('--json'))
})
// Worker threads and a warm engine need not be waited for: everything is written.
process.exit()
