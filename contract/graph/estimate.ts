import type { Shape } from '../layers/layer-kind.ts'
import type { KerasLayer, ModelDocument } from '../model/model.ts'
import { type OptimizerName, optimizerDefaults } from '../training/optimizers.ts'
import type { TrainingSettings } from '../training/training.ts'
import { inferShapes } from './infer-shapes.ts'
import { sourcesOf } from './layer-calls.ts'

/** What training a model will need, as far as its document tells. Bytes. */
export interface Estimate {
  /** Weights, their gradients and the optimizer's slots. */
  weights: number
  /** What the layers give, and keep for the gradient, for one batch. */
  activations: number
  /** TensorFlow itself, and its books on layers and steps. */
  base: number
  total: number
  /** Steps that the recurrent layers take, one after the other. */
  recurrentSteps: number
}

/** An engine with TensorFlow loaded and nothing to do, as measured. */
const idleBytes = 450e6
/** What the graph of a layer costs, as measured with a thousand small Dense layers. */
const bytesPerLayer = 0.8e6
/** What the books on a recurrent step cost, as measured with 10,000 steps of a small LSTM. */
const bytesPerStep = 30e3

/** Values a recurrent cell keeps for the gradient of one step, as often as it has units. */
const keptPerUnit: Record<string, number> = { LSTM: 9, GRU: 7, SimpleRNN: 3 }

/** Numbers that an optimizer keeps for each weight. */
const slotsOf: Record<OptimizerName, number> = {
  sgd: 0,
  momentum: 1,
  adam: 2,
  adamw: 2,
  rmsprop: 1,
  adagrad: 1,
  adadelta: 2,
  adamax: 2,
  nadam: 3,
  ftrl: 2,
  lion: 1,
}

/** How many steps the recurrent layers of a model take, one after the other; a length that is left open counts as 1. */
export function recurrentSteps(document: Pick<ModelDocument, 'keras'>): number {
  const { edges } = inferShapes(document as ModelDocument)
  const before = new Map(edges.map(({ to, shape }) => [to, shape]))
  return document.keras.config.layers.reduce(
    (sum, layer) => sum + cellsOf(layer).length * (before.get(layer.name)?.[1] ?? 1),
    0,
  )
}

/** Estimates the memory of a training from shapes alone; what a shape leaves open counts as 1. */
export function estimateTraining(
  document: Pick<ModelDocument, 'keras'>,
  settings: Pick<TrainingSettings, 'batchSize' | 'optimizer' | 'optimizerSettings'>,
): Estimate {
  const { shapes, parameters, total, edges } = inferShapes(document as ModelDocument)
  const layers = document.keras.config.layers
  const sizeOf = (name: string) =>
    (shapes[name] ?? []).slice(1).reduce<number>((product, length) => product * (length ?? 1), 1)
  const before = new Map(edges.map(({ to, shape }) => [to, shape]))
  const { learning, behind } = whatLearns(layers, parameters)
  // Of what lies before the first layer that learns nothing is kept for a gradient: it is there while the next layer reads it.
  const passing = layers.filter(({ name }) => !behind.has(name)).map(({ name }) => sizeOf(name))
  let kept = 3 * Math.max(0, ...passing)
  for (const layer of layers.filter(({ name }) => behind.has(name))) {
    // Once forward, once as its gradient.
    kept += 2 * sizeOf(layer.name)
    for (const { kind, units } of cellsOf(layer, shapes[layer.name])) {
      const steps = before.get(layer.name)?.[1] ?? 1
      kept += steps * units * (keptPerUnit[kind] ?? 0)
    }
    const heads = layer.config.num_heads
    const length = before.get(layer.name)?.[1]
    if (layer.class_name === 'MultiHeadAttention' && typeof heads === 'number' && length)
      kept += 4 * heads * length * length
  }
  const { amsgrad, momentum, centered, use_ema } = {
    ...optimizerDefaults[settings.optimizer],
    ...settings.optimizerSettings,
  }
  const more =
    settings.optimizer === 'rmsprop' || settings.optimizer === 'sgd' ? Number(Boolean(momentum)) : 0
  const slots =
    slotsOf[settings.optimizer] +
    Number(amsgrad === true) +
    Number(centered === true) +
    Number(use_ema === true) +
    more
  const weights = 4 * (total + learning * (1 + slots))
  const activations = 4 * kept * settings.batchSize
  const steps = recurrentSteps(document)
  const base = idleBytes + layers.length * bytesPerLayer + steps * bytesPerStep
  return { weights, activations, base, total: weights + activations + base, recurrentSteps: steps }
}

/** How many weights learn, and which layers learn or come after one that does: gradients flow through these alone. */
function whatLearns(layers: KerasLayer[], parameters: Record<string, number>) {
  const behind = new Set<string>()
  let learning = 0
  let found = -1
  for (const { name, config } of layers) if (config.trainable !== false) learning += parameters[name] ?? 0
  // The layers need not stand in the order in which they are called.
  while (behind.size !== found) {
    found = behind.size
    for (const layer of layers) {
      const learns = layer.config.trainable !== false && (parameters[layer.name] ?? 0) > 0
      if (learns || sourcesOf(layer).some((source) => behind.has(source))) behind.add(layer.name)
    }
  }
  return { learning, behind }
}

/** The recurrent cells of a layer: one, or one each way. */
function cellsOf(layer: KerasLayer, given: Shape | null = null): { kind: string; units: number }[] {
  // Its state is a picture.
  if (layer.class_name === 'ConvLSTM2D')
    return [
      { kind: 'LSTM', units: (given ?? []).slice(-3).reduce<number>((all, size) => all * (size ?? 1), 1) },
    ]
  const inner = layer.config.layer as { class_name?: string; config?: { units?: unknown } } | undefined
  const [kind, units, ways] =
    layer.class_name === 'Bidirectional'
      ? [inner?.class_name ?? '', Number(inner?.config?.units ?? 0), 2]
      : [layer.class_name, Number(layer.config.units ?? 0), 1]
  return kind in keptPerUnit ? Array.from({ length: ways }, () => ({ kind, units })) : []
}
