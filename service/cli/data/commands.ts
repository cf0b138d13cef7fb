import { Option } from 'commander'
import { splitKinds } from '../../../contract/data/split.ts'
import { number, onOff } from '../option-values.ts'
import { command } from '../program.ts'
import { augmentCommand, presetNames } from './augmentation.ts'
import { cacheCommand, gigabytes } from './cache.ts'
import { importCommand, listDatasets, showDataset } from './import.ts'
import { addImportOptions, addSeriesOptions, importOptions } from './import-options.ts'
import { prepareCommand, previewCommand, type SplitOptions, splitCommand } from './preparation.ts'
import { findingsCommand, profileCommand } from './profile.ts'
import { seriesCommand } from './series.ts'
import {
  checkCommand,
  gatherCommand,
  leaveOutCommand,
  repointCommand,
  rescanCommand,
  restoreCommand,
  versionsCommand,
} from './versions.ts'

/** Adds `import`, `datasets`, `dataset` and all of `data`. */
export function addDataCommands(): void {
  addImportOptions(
    command('import <paths...>', 'take data in by reference', (session, output, paths, options) =>
      importCommand(session, output, paths, importOptions(options)),
    ).option('--name <name>', 'what it is called in the list (default: as its folder or file)'),
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
    .addOption(new Option('--kind <kind>', 'how they are chosen').choices(splitKinds))
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
    .addOption(new Option('--preset <name>', 'settings that have a name').choices(presetNames))
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
}
