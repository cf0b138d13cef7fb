import type { LayersModel } from '@tensorflow/tfjs-node-gpu'
import type { PackedData } from '../../contract/data/packed.ts'
import { Fault } from '../../contract/failure.ts'
import type { KerasModel } from '../../contract/model/model.ts'
import { isForClasses, isForTwoClasses, isForValues, type Loss } from '../../contract/training/losses.ts'
import type { MeasureSetup } from './trainer.ts'

/** The loss that was asked for, or the one that fits the last layer: softmax, sigmoid or plain values. */
export function resolveLoss(asked: Loss | null, keras: KerasModel, { task }: PackedData): Loss {
  if (asked) return asked
  if (task === 'regression' || task === 'reconstruction') return 'mean_squared_error'
  if (task === 'multilabel') return 'binary_crossentropy'
  return lastActivation(keras) === 'sigmoid' ? 'binary_crossentropy' : 'sparse_categorical_crossentropy'
}

function lastActivation(keras: KerasModel): unknown {
  const outputs = keras.config.output_layers
  const name = Array.isArray(outputs[0]) ? outputs[0][0] : outputs[0]
  return keras.config.layers.find((layer) => layer.name === name)?.config.activation
}

/** Refuses a model whose input or output does not fit the data, before a step is run. @throws Fault `engine.shape-mismatch`, `engine.output-mismatch`, `engine.not-given-back`, `engine.loss-misfit`, `engine.binary-loss` */
export function checkFit(model: LayersModel, data: PackedData, loss: Loss) {
  const found = data.parts[0]?.inputs[0]?.shape ?? []
  const expected = model.inputs[0]?.shape.slice(1) ?? []
  if (
    expected.length !== found.length ||
    expected.some((length, axis) => length !== null && length !== found[axis])
  ) {
    throw new Fault('engine.shape-mismatch', { expected: `[${expected}]`, found: `[${found}]` })
  }
  // One class is the right one for these, which neither values nor several labels have.
  if (isForClasses(loss) && data.task !== 'classification') throw new Fault('engine.loss-misfit', { loss })
  if (data.task === 'reconstruction') return checkGivenBack(model)
  const outputs = model.outputs[0]?.shape.at(-1) ?? 0
  const classes = data.classes.length
  const wanted = outputsFor(loss, data, outputs)
  if (outputs !== wanted) throw new Fault('engine.output-mismatch', { outputs, wanted, loss })
  if (isForTwoClasses(loss) && data.task === 'classification' && classes > 2)
    throw new Fault('engine.binary-loss', { loss, classes })
}

/** Refuses a model that is to give its input back and gives another shape. @throws Fault `engine.not-given-back` */
function checkGivenBack(model: LayersModel) {
  const [read, given] = [model.inputs, model.outputs].map(([tensor]) => `[${tensor?.shape.slice(1)}]`)
  if (read !== given) throw new Fault('engine.not-given-back', { read: read ?? '', given: given ?? '' })
}

/** How many outputs a loss needs on such data. One tells two classes apart and no more: every further class would be learned as a wrong target. */
function outputsFor(loss: Loss, { task, classes, parts }: PackedData, outputs: number): number {
  if (task === 'multilabel') return classes.length
  if (task === 'regression') return parts[0]?.targets[0]?.shape[0] ?? 1
  if (isForClasses(loss) || classes.length > 2) return classes.length
  return isForValues(loss) && outputs === classes.length ? outputs : 1
}

/** What is counted besides the metrics: a confusion matrix of classes, or hits of labels; and whether inputs are their own targets. */
export const measuredAs = ({
  task,
  classes,
}: PackedData): Required<Pick<MeasureSetup, 'classes' | 'labels' | 'reconstructs'>> => ({
  reconstructs: task === 'reconstruction',
  classes: task === 'classification' ? classes.length : 0,
  labels: task === 'multilabel' ? classes.length : 0,
})
