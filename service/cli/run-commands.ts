import { Option } from 'commander'
import { templateNames } from '../../contract/templates/templates.ts'
import { Loss } from '../../contract/training/losses.ts'
import { OptimizerName } from '../../contract/training/optimizers.ts'
import { addImportOptions } from './data/import-options.ts'
import { tellFolds } from './folds.ts'
import { number, onOff } from './option-values.ts'
import { command } from './program.ts'
import { deleteRun, evaluate, listRuns, pauseRun, predict, showRun, stopRun } from './runs.ts'
import { fineTune, resume, type TrainOptions, train } from './train.ts'
import { addCallbackOptions } from './training-options.ts'

/** Adds `train`, and what is done with runs. */
export function addRunCommands(): void {
  const trainCommand = command(
    'train',
    'train a model',
    (session, output, _args, options) => train(session, output, options as unknown as TrainOptions),
    true,
  )
    .requiredOption('--data <data>', 'a data set, or a path that is imported first')
    .requiredOption(
      '--model <model>',
      `a .lathe.json, a Keras .json or .keras, or a template: ${templateNames.join(', ')}`,
    )
    .option('--dry-run', 'say what it would do, with the time and memory it would take, and start nothing')
    .option('--name <name>', 'what the run is called (default: its model, with a number)')
    .option(
      '--loss <loss>',
      `by Keras's name (default: what fits the model and the data): ${Loss.options.join(', ')}`,
    )
    .option('--optimizer <optimizer>', `by Keras's name (default: adam): ${OptimizerName.options.join(', ')}`)
    .option(
      '--learning-rate <rate>',
      "step size of the optimizer (default: Keras's for the optimizer)",
      number,
    )
    .option('--epochs <count>', 'how often all items are seen (default: 5)', number)
    .option('--batch-size <count>', 'items a step (default: 32)', number)
    .option(
      '--validation-split <share>',
      'share of the items to validate on, 0 to 0.9 (default: as the data has it, else 0.2)',
      number,
    )
    .addOption(
      new Option('--split <kind>', 'how the validation items are chosen').choices([
        'stratified',
        'random',
        'last',
      ]),
    )
    .option('--folds <count>', 'cross-validate: a run for each of so many folds, with their mean', number)
    .option('--fold-shuffle <on|off>', 'shuffle the items before they are dealt out (default: on)', onOff)
    .option('--stratified <on|off>', 'the same share of each class in every fold (default: on)', onOff)
    .option('--group <column>', 'rows with the same value in this column are in one fold')
    .option('--fold <number>', 'train on one fold alone: which is validated on, from 0', number)
    .option('--shuffle <on|off>', 'see the items in another order each epoch (default: on)', onOff)
    .option('--seed <number>', 'the same seed gives the same run (default: a new one)', number)
    .option('--compile <on|off>', 'run a step as one graph; off: op by op, slower (default: on)', onOff)
    .option(
      '--weights <file|run>',
      'start from the weights of a file (.h5, .keras, .safetensors) or of a run',
    )
    .option('--augment <file>', 'vary what is trained on as this .json says, by the names of Keras')
    .option('--no-augment', 'vary nothing, whatever the data set has')
  addCallbackOptions(addImportOptions(trainCommand))
  command('runs', 'list the runs', (session, output) => listRuns(session, output))
  command('run <run>', 'show one run', (session, output, [id]) => showRun(session, output, id as string))
  command('folds <cross-validation>', 'show the folds of a cross-validation', (session, output, [id]) =>
    tellFolds(session, output, id as string),
  )
  command('delete <run>', 'delete a run for good', (session, output, [id]) =>
    deleteRun(session, output, id as string),
  )
  command('stop <run>', 'stop a run that trains', (session, output, [id], { keep }) =>
    stopRun(session, output, id as string, keep === true),
  ).option('--keep', 'keep what it has learnt')
  command(
    'resume <run>',
    'go on with a run, or the folds of a cross-validation, exactly where the last checkpoint was',
    (session, output, [id], { epochs }) =>
      resume(session, output, id as string, epochs as number | undefined),
    true,
  ).option('--epochs <count>', 'how many epochs there are to be in all: extends a finished run', number)
  command(
    'fine-tune <run>',
    'go on from what a run has learnt, with the last quarter of its frozen layers learning too, as a new run',
    (session, output, [id], options) =>
      fineTune(session, output, id as string, options as Pick<TrainOptions, 'epochs' | 'learningRate'>),
    true,
  )
    .option('--epochs <count>', 'how many epochs (default: as many as the run was to have)', number)
    .option('--learning-rate <rate>', 'small, so that little is forgotten (default: 0.00001)', number)
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
    .requiredOption('--run <run>', 'its name or id')
    .option('--data <data>', 'other data than its own: a data set, or a path')
  command(
    'predict',
    'what a run says of new items',
    (session, output, _args, { run, data }) => predict(session, output, run as string, data as string),
    true,
  )
    .requiredOption('--run <run>', 'its name or id')
    .requiredOption('--data <path>', 'a file or folder of new items')
}
