export const runFailures = {
  'run.unknown': { message: 'There is no run "{{name}}".', hint: '`lathe runs` lists what there is.' },
  'run.not-running': { message: 'Run "{{name}}" is not running; it is {{status}}.' },
  'run.no-folds': {
    message: '"{{name}}" is not split into folds, and the settings say none.',
    hint: 'Say how many folds there are to be, or keep a k-fold split on the page of the data set.',
  },
  'run.no-cross-validation': {
    message: 'There is no cross-validation {{id}}.',
    hint: 'Its runs may have been deleted. `lathe runs --json` names that of each run.',
  },
  'run.no-forecast': {
    message: '"{{name}}" was not trained on a time series, so there is nothing to forecast.',
    hint: 'Train a model of steps, such as lstm-forecaster, on a table whose rows follow one another in time.',
  },
  'run.no-weights': {
    message: 'Run "{{name}}" has no weights: it ended before the first epoch was saved.',
    hint: 'Train it again.',
  },
  'run.still-running': { message: 'Run "{{name}}" is still training.', hint: 'Stop it first.' },
  'run.holder-gone': {
    message: 'The Lathe that was training {{run}} has ended.',
    hint: 'What it wrote so far is kept: `lathe run {{run}}` shows it.',
  },
  'run.service-stopped': {
    message: 'Lathe was closed before this run began.',
    hint: 'Start it again.',
  },
  'run.interrupted': {
    message: 'Lathe ended while this run was training.',
    hint: 'Resume it: it goes on from its last checkpoint.',
  },
  'run.already-finished': {
    message: 'Run "{{name}}" has trained its {{epochs}} epochs.',
    hint: 'Say how many epochs there are to be in all: `lathe resume RUN --epochs N`, with more than {{epochs}}.',
  },
  'run.data-changed': {
    message: 'The data of run "{{name}}" has changed since: data set "{{dataset}}" is another version now.',
    hint: 'Start a new run on it. This one can be resumed with the files as they were.',
  },
  'run.too-large': {
    message:
      'This training would need about {{needed}} of memory, and this machine has {{memory}}: {{weights}} for the weights and the optimizer, {{activations}} for what the layers keep of a batch of {{batchSize}}; recurrent steps: {{steps}}.',
    hint: 'Choose a smaller batch size, a smaller model, shorter sequences, or an optimizer that keeps less, such as sgd.',
  },
  'run.several-inputs': {
    message:
      'The model has {{inputs}} inputs and {{outputs}} outputs; a data set has one input and one target an item.',
    hint: 'Join what goes in to one Input layer, and end the model in one layer.',
  },
  'run.base-without-weights': {
    message:
      'Model "{{model}}" is made for layers that were trained before, and no weights were chosen for them.',
    hint: 'Choose a weights file that has them, such as VGG16 without top from Keras (`lathe train --weights FILE`), or an earlier run.',
  },
  'run.gives-no-pictures': {
    message: 'Run "{{name}}" does not give pictures back: only an autoencoder does.',
  },
  'run.no-classes': {
    message: 'Run "{{name}}" gives {{outputs}} values an item, but its data set has {{classes}} classes.',
    hint: 'Give the last layer one unit a class.',
  },
} as const
