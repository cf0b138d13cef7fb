import { countItems } from '../../contract/data/count-items.ts'
import { countTargets, type Dataset, readsText } from '../../contract/data/dataset.ts'
import type { TrainedTask } from '../../contract/data/learning-task.ts'
import { columnSteps, rowOutputs } from '../../contract/data/recipe-steps.ts'
import { outputShape, trainedTask } from '../../contract/graph/trained-task.ts'
import { frozenLayers } from '../../contract/model/fine-tuning.ts'
import { inputShape, type KerasLayer, type ModelDocument } from '../../contract/model/model.ts'
import { argumentFaults, unknownMonitors } from '../../contract/training/check-settings.ts'
import { isForClasses, isForTwoClasses, isForValues, type Loss } from '../../contract/training/losses.ts'
import { epochMetrics, fittingMetrics } from '../../contract/training/metrics.ts'
import { TrainingSettings } from '../../contract/training/training.ts'

/** Something to know before training: an error stops it, a warning does not. `code` is a key of `problem` in the train texts. */
export interface Problem {
  severity: 'error' | 'warning'
  code: string
  values: Record<string, string | number>
}

const error = (code: string, values: Problem['values'] = {}): Problem => ({ severity: 'error', code, values })
const warning = (code: string, values: Problem['values'] = {}): Problem => ({
  severity: 'warning',
  code,
  values,
})

/** Everything that would stop a training, or spoil it, found before it starts. */
export function findProblems(
  dataset: Dataset | undefined,
  model: ModelDocument | undefined,
  settings: TrainingSettings,
  weights: string | null = null,
): Problem[] {
  return [
    ...settingsProblems(settings),
    ...(model ? baseProblems(model, weights, dataset) : []),
    ...(dataset ? dataProblems(dataset, model ? trainedTask(dataset, model) : dataset.task, settings) : []),
    ...(model && dataset
      ? [...inputProblems(dataset, model), ...outputProblems(dataset, model, settings.loss)]
      : []),
  ]
}

/** What layers that were trained before ask for. */
function baseProblems(model: ModelDocument, weights: string | null, dataset: Dataset | undefined): Problem[] {
  const { base } = model
  if (base && !base.weights && !weights) return [error('baseWithoutWeights')]
  const [frozen] = base || weights ? [] : frozenLayers(model)
  const asked = dataset?.preprocessing?.picture?.normalise
  return [
    ...(frozen ? [warning('frozenAtRandom', { layer: frozen.name })] : []),
    ...(base && asked && asked !== base.normalise ? [warning('baseScales')] : []),
  ]
}

function settingsProblems(settings: TrainingSettings): Problem[] {
  const parsed = TrainingSettings.safeParse(settings)
  if (parsed.success)
    return argumentFaults(settings, settings.loss).map(({ of, argument, known }) =>
      error('argument', { of, argument, known }),
    )
  const first = new Map(parsed.error.issues.map((issue) => [String(issue.path[0]), issue] as const).reverse())
  return [...first].map(([field, issue]) => {
    if (issue.code === 'too_big') return error('settingTooLarge', { field, most: Number(issue.maximum) })
    if (issue.code !== 'too_small') return error('setting', { field })
    const code = issue.inclusive ? 'settingTooSmall' : 'settingNotAbove'
    return error(code, { field, least: Number(issue.minimum) })
  })
}

function dataProblems(dataset: Dataset, task: TrainedTask, settings: TrainingSettings): Problem[] {
  const found: Problem[] = []
  const { trainItems, validationItems } = countItems(dataset, settings)
  if (trainItems === 0) found.push(error('noTrainItems'))
  if (task === 'classification' && dataset.classes.length < 2) {
    found.push(error('oneClass', { name: dataset.classes[0] ?? '' }))
  }
  if (trainItems > 0 && settings.batchSize > trainItems) {
    found.push(warning('largeBatch', { batchSize: settings.batchSize, items: trainItems }))
  }
  if (validationItems === 0 && trainItems > 0) found.push(warning('noValidation'))
  const measured = [...(settings.metrics ?? []), ...settings.weightedMetrics]
  const misfit = measured.find((metric) => !fittingMetrics(task).includes(metric))
  if (misfit) found.push(error('metricMisfit', { metric: misfit }))
  const [monitor] = unknownMonitors(settings, task, validationItems > 0)
  if (trainItems > 0 && monitor !== undefined) {
    const known = watchable(dataset, task, settings).join(', ')
    found.push(error('monitorUnknown', { monitor, known }))
  }
  return found
}

const shapeText = (shape: readonly (number | null)[]) => shape.map((size) => size ?? '?').join(' × ')

function inputProblems(dataset: Dataset, model: ModelDocument): Problem[] {
  const shape = inputShape(model)
  if (!shape || readsText(dataset)) return []
  if (dataset.kind === 'table') {
    const features = columnSteps(dataset)
    if (shape.length === 2 && dataset.series) return []
    if (shape.length !== 1)
      return [error('tableShape', { expected: shapeText(shape), columns: features.length })]
    // How many levels a category has is known for sure where a recipe was saved with it.
    const sure = features.every(({ step }) => step.kind !== 'one-hot' || step.outputs !== null)
    const found = rowOutputs(dataset)
    if (sure && shape[0] !== null && shape[0] !== found)
      return [error('columns', { expected: shape[0] ?? 0, found })]
    return []
  }
  const picture = dataset.imageShape
  // A flat Input reads a picture as one long row.
  if (shape.length === 1 && picture?.reduce((product, size) => product * size, 1) === shape[0]) return []
  if (shape.length !== 3) {
    return [
      error('pictureShape', {
        expected: shapeText(shape),
        found: picture ? shapeText(picture) : '? × ? × ?',
      }),
    ]
  }
  if (!picture) return [warning('sizesDiffer', { expected: shapeText(shape) })]
  const same = shape.every((size, axis) => size === null || size === picture[axis])
  return same ? [] : [warning('resized', { expected: shapeText(shape), found: shapeText(picture) })]
}

/** The layer whose output is the model's. */
function outputLayer(model: ModelDocument): KerasLayer | undefined {
  const outputs = model.keras.config.output_layers
  const name = Array.isArray(outputs[0]) ? outputs[0][0] : outputs[0]
  return model.keras.config.layers.find((layer) => layer.name === name)
}

/** How many numbers the model gives an item, where its end says so: through activations and dropouts back to a Dense. */
function outputUnits(model: ModelDocument): number | undefined {
  const layers = model.keras.config.layers
  let layer = outputLayer(model)
  for (let hops = 0; layer && hops < layers.length; hops += 1) {
    if (layer.class_name === 'Dense') return Number(layer.config.units)
    if (!['Activation', 'Softmax', 'Dropout', 'ReLU'].includes(layer.class_name)) return undefined
    const tensor = layer.inbound_nodes[0]?.args[0] as { config?: { keras_history?: [string] } } | undefined
    const before = tensor?.config?.keras_history?.[0]
    layer = layers.find((one) => one.name === before)
  }
  return undefined
}

/** What stands in the way of a model that is to give pictures back. */
function givenBackProblems(dataset: Dataset, model: ModelDocument, loss: Loss | null): Problem[] {
  const found: Problem[] = []
  const [read, given] = [inputShape(model) ?? [], outputShape(model) ?? []]
  if (String(read) !== String(given))
    found.push(error('notGivenBack', { read: shapeText(read), given: shapeText(given) }))
  if (loss && isForClasses(loss)) found.push(error('lossForClasses', { loss }))
  const { normalise = 'unit' } = dataset.preprocessing?.picture ?? {}
  const layer = outputLayer(model)
  const bounded = layer?.config.activation === 'sigmoid' || (loss !== null && isForTwoClasses(loss))
  if (bounded && normalise !== 'unit') found.push(warning('outOfReach', { layer: layer?.name ?? '' }))
  return found
}

function outputProblems(dataset: Dataset, model: ModelDocument, loss: Loss | null): Problem[] {
  if (trainedTask(dataset, model) === 'reconstruction') return givenBackProblems(dataset, model, loss)
  const units = outputUnits(model)
  const layer = outputLayer(model)?.name ?? ''
  const classes = dataset.classes.length
  const found: Problem[] = []
  if (dataset.task === 'regression') {
    const wanted = valuesAsked(dataset, model)
    if (units !== undefined && units !== wanted)
      found.push(error('regressionUnits', { layer, units, wanted }))
    if (loss && !isForValues(loss)) found.push(error('lossForClasses', { loss }))
    return found
  }
  const one = dataset.task === 'classification'
  if (units !== undefined && units !== classes && !(one && units === 1 && classes === 2)) {
    found.push(error('classUnits', { layer, units, classes }))
  }
  if (!one) {
    if (loss && isForClasses(loss)) found.push(error('lossForOneClass', { loss }))
    return found
  }
  if (units === 1 && loss && isForClasses(loss)) found.push(error('lossForOne', { loss, layer }))
  if (units !== undefined && units > 1 && loss && isForTwoClasses(loss) && classes > 2) {
    found.push(error('lossForTwo', { loss, classes }))
  }
  return found
}

/** Numbers a model is to give: the targets, and of a time series those of each step ahead. */
function valuesAsked(dataset: Dataset, model: ModelDocument): number {
  const { series } = dataset
  const targets = countTargets(dataset)
  const windows = series !== undefined && inputShape(model)?.length === 2
  return targets * (windows ? series.horizon : 1)
}

/** The metrics an epoch will have, the one that is usually watched first. */
export function watchable(
  dataset: Dataset | undefined,
  task: TrainedTask,
  settings: Pick<TrainingSettings, 'validationSplit' | 'metrics' | 'weightedMetrics'>,
): string[] {
  const validates = !dataset || countItems(dataset, settings).validationItems > 0
  return epochMetrics(settings, task, validates)
}
