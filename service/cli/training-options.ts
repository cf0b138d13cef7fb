import { type Command, InvalidArgumentError } from 'commander'
import { MetricName } from '../../contract/training/metrics.ts'
import { scheduleKinds } from '../../contract/training/schedules.ts'
import { DtypePolicy } from '../../contract/training/training.ts'
import { given, number, onOff } from './option-values.ts'

type Values = Record<string, unknown>

/** `name=value`, said as often as wanted; the value is a number, on, off, none or a list of numbers. */
function setting(text: string, before: Values = {}): Values {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (!name || !value) throw new InvalidArgumentError('Say name=value.')
  const words: Values = { on: true, off: false, true: true, false: false, none: null }
  const list = value.startsWith('[') ? value.slice(1, -1).split(',').map(number) : undefined
  return { ...before, [name]: list ?? (Object.hasOwn(words, value) ? words[value] : number(value)) }
}

function weights(text: string): 'balanced' | Record<string, number> {
  if (text === 'balanced') return text
  const pairs = text.split(',').map((pair) => {
    const [, name, weight] = /^(.+)=([^=]+)$/.exec(pair) ?? []
    if (!name || !weight) throw new InvalidArgumentError('Say balanced, or class=weight,class=weight.')
    return [name, number(weight)] as const
  })
  return Object.fromEntries(pairs)
}

/** Options of `train` beyond the everyday ones: callbacks, schedule, weights of classes, checkpoints. */
export function addCallbackOptions(command: Command): Command {
  return command
    .option('--early-stopping <patience>', 'end after so many epochs without improvement', number)
    .option('--min-delta <change>', 'smaller changes are no improvement', number)
    .option('--start-from-epoch <epoch>', 'epochs that early stopping does not watch', number)
    .option('--baseline <value>', 'an epoch is an improvement only when it also beats this', number)
    .option('--mode <auto|min|max>', 'whether the watched metric is better small or large (default: auto)')
    .option('--restore-best-weights', 'at the end go back to the weights of the best epoch')
    .option('--save-best', 'keep the weights of the best epoch in weights-best.safetensors')
    .option('--reduce-on-plateau <patience>', 'lower the learning rate after so many epochs', number)
    .option('--reduce-factor <factor>', 'what it is multiplied by then (default: 0.1)', number)
    .option('--min-learning-rate <rate>', 'it is not lowered beyond this', number)
    .option('--monitor <metric>', 'what these watch (default: val_loss)')
    .option('--metrics <names>', `what is measured, with commas: ${MetricName.options.join(', ')}`)
    .option('--weighted-metrics <names>', 'the same with items counted as much as they weigh')
    .option('--terminate-on-nan <on|off>', 'end at a loss that is not finite (default: on)', onOff)
    .option('--schedule <kind>', `how the learning rate goes on: ${scheduleKinds.join(', ')}`)
    .option('--schedule-setting <name=value>', 'a setting of the schedule, by its Keras name', setting)
    .option(
      '--loss-setting <name=value>',
      'a setting of the loss, by its Keras name (label_smoothing=0.1)',
      setting,
    )
    .option('--optimizer-setting <name=value>', 'a setting of the optimizer, by its Keras name', setting)
    .option('--class-weight <balanced|class=weight,...>', 'how much the items of a class count', weights)
    .option('--dtype-policy <policy>', `${DtypePolicy.options.join(' or ')} (default: float32)`)
    .option('--gpu-memory-growth <on|off>', 'take the memory of a GPU as it is needed (default: on)', onOff)
    .option('--checkpoint-minutes <minutes>', 'write a checkpoint this often (default: 5)', number)
    .option('--checkpoint-steps <steps>', 'write a checkpoint after so many steps', number)
}

export interface CallbackOptions {
  earlyStopping?: number
  minDelta?: number
  startFromEpoch?: number
  baseline?: number
  mode?: string
  restoreBestWeights?: boolean
  saveBest?: boolean
  reduceOnPlateau?: number
  reduceFactor?: number
  minLearningRate?: number
  monitor?: string
  metrics?: string
  weightedMetrics?: string
  terminateOnNan?: boolean
  schedule?: string
  scheduleSetting?: Values
  lossSetting?: Values
  optimizerSetting?: Values
  classWeight?: 'balanced' | Record<string, number>
  dtypePolicy?: string
  gpuMemoryGrowth?: boolean
  checkpointMinutes?: number
  checkpointSteps?: number
}

/** The settings these options stand for; defaults are filled in at the service's door. */
export function callbackSettings(options: CallbackOptions) {
  const watched = given({ monitor: options.monitor, mode: options.mode })
  const { earlyStopping, reduceOnPlateau, saveBest, checkpointMinutes, checkpointSteps } = options
  return given({
    metrics: named(options.metrics),
    weightedMetrics: named(options.weightedMetrics),
    terminateOnNaN: options.terminateOnNan,
    schedule: options.schedule ? { kind: options.schedule, ...options.scheduleSetting } : undefined,
    lossSettings: options.lossSetting,
    optimizerSettings: options.optimizerSetting,
    classWeight: options.classWeight,
    dtypePolicy: options.dtypePolicy,
    gpuMemoryGrowth: options.gpuMemoryGrowth,
    earlyStopping:
      earlyStopping === undefined
        ? undefined
        : {
            ...watched,
            ...given({
              patience: earlyStopping,
              min_delta: options.minDelta,
              start_from_epoch: options.startFromEpoch,
              baseline: options.baseline,
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

const named = (names: string | undefined) => names?.split(',').map((name) => name.trim())
