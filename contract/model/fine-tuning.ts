import { inferShapes } from '../graph/infer-shapes.ts'
import type { KerasLayer, ModelDocument } from './model.ts'

/** Where a base begins to learn again, its steps must be small: Keras's guide to transfer learning has this rate. */
export const fineTuningRate = 1e-5

/** The layers with weights that do not learn, in the model's order. */
export function frozenLayers(model: ModelDocument): KerasLayer[] {
  const { parameters } = inferShapes(model)
  return model.keras.config.layers.filter(
    ({ name, config }) => config.trainable === false && (parameters[name] ?? 0) > 0,
  )
}

/**
 * The model with the last quarter of its frozen layers learning again, which hold what is most particular to the data that they
 * were trained on. A BatchNormalization stays frozen, as Keras's guide has it: its moving statistics would forget what they know.
 */
export function fineTuned(model: ModelDocument): ModelDocument {
  const frozen = frozenLayers(model).filter(({ class_name }) => class_name !== 'BatchNormalization')
  const freed = new Set(frozen.slice(-Math.max(1, Math.round(frozen.length / 4))).map(({ name }) => name))
  const layers = model.keras.config.layers.map((layer) =>
    freed.has(layer.name) ? { ...layer, config: { ...layer.config, trainable: true } } : layer,
  )
  return { ...model, keras: { ...model.keras, config: { ...model.keras.config, layers } } }
}
