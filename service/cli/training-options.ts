import { type Command, InvalidArgumentError } from 'commander'

/** A number, as commander wants it: what is none is refused with the option's name. */
export function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It is not a number.')
  return value
}

/** Options of `train` for the callbacks. */
export function addCallbackOptions(command: Command): Command {
  return command
    .option('--early-stopping <patience>', 'end after so many epochs without improvement', number)
    .option('--min-delta <change>', 'smaller changes are no improvement', number)
    .option('--start-from-epoch <epoch>', 'epochs that early stopping does not watch', number)
    .option('--restore-best-weights', 'at the end go back to the weights of the best epoch')
    .option('--save-best', 'keep the weights of the best epoch in weights-best.safetensors')
    .option('--reduce-on-plateau <patience>', 'lower the learning rate after so many epochs', number)
    .option('--reduce-factor <factor>', 'what it is multiplied by then (default: 0.1)', number)
    .option('--min-learning-rate <rate>', 'it is not lowered beyond this', number)
    .option('--monitor <metric>', 'what these watch (default: val_loss)')
    .option('--checkpoint-minutes <minutes>', 'write a checkpoint this often (default: 5)', number)
    .option('--checkpoint-steps <steps>', 'write a checkpoint after so many steps', number)
}

export interface CallbackOptions {
  earlyStopping?: number
  minDelta?: number
  startFromEpoch?: number
  restoreBestWeights?: boolean
  saveBest?: boolean
  reduceOnPlateau?: number
  reduceFactor?: number
  minLearningRate?: number
  monitor?: string
  checkpointMinutes?: number
  checkpointSteps?: number
}

/** The settings these options stand for; defaults are filled in at the service's door. */
export function callbackSettings(options: CallbackOptions) {
  const watched = given({ monitor: options.monitor })
  const { earlyStopping, reduceOnPlateau, saveBest, checkpointMinutes, checkpointSteps } = options
  return given({
    earlyStopping:
      earlyStopping === undefined
        ? undefined
        : {
            ...watched,
            ...given({
              patience: earlyStopping,
              min_delta: options.minDelta,
              start_from_epoch: options.startFromEpoch,
              restore_best_weights: options.restoreBestWeights,
            }),
          },
    bestCheckpoint: saveBest ? watched : undefined,
    reduceOnPlateau:
      reduceOnPlateau === undefined
        ? undefined
        : {
            ...watched,
            ...given({
              patience: reduceOnPlateau,
              factor: options.reduceFactor,
              min_lr: options.minLearningRate,
            }),
          },
    checkpoint:
      checkpointMinutes === undefined && checkpointSteps === undefined
        ? undefined
        : given({ everyMinutes: checkpointMinutes, everySteps: checkpointSteps }),
  })
}

/** The values that are there. */
export const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
