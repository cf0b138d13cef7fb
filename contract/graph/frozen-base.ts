import type { KerasLayer, ModelDocument } from '../model/model.ts'
import { inferShapes } from './infer-shapes.ts'
import { callsOf } from './layer-calls.ts'

/** Layers that give the same for the same input in training and in inference, know no masks and keep nothing from one step to the next. */
const steady =
  /^(InputLayer|Dense|Activation|ReLU|LeakyReLU|ELU|Softmax|Flatten|Reshape|Permute|Rescaling|BatchNormalization|LayerNormalization|Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|(Separable|Depthwise)?Conv[123]D|(ZeroPadding|Cropping|UpSampling|(Global)?(Max|Average)Pooling)[123]D)$/

/**
 * The layer up to which a model gives the same for an item at every step, as nothing before it learns or draws, and which all that
 * learns is behind: what it gives need be computed only once (the bottleneck features of transfer learning). null where there is none that spares anything.
 */
export function frozenBase(model: ModelDocument): string | null {
  const { parameters } = inferShapes(model)
  const { layers } = model.keras.config
  const stays = new Set<string>()
  const takes = ({ name }: KerasLayer, sources: string[]) =>
    sources.length > 0 && sources.every((source) => stays.has(source)) && !stays.has(name)
  const fixed = ({ class_name, name, config, inbound_nodes }: KerasLayer) =>
    steady.test(class_name) &&
    inbound_nodes.length === 1 &&
    inbound_nodes[0]?.kwargs.training !== true &&
    !config.activity_regularizer &&
    (config.trainable === false || (parameters[name] ?? 0) === 0)
  for (const layer of layers) if (layer.class_name === 'InputLayer') stays.add(layer.name)
  const sourcesOf = (layer: KerasLayer) =>
    callsOf(layer)
      .flat()
      .map((source) => source.layer)
  // The layers need not stand in the order in which they are called.
  for (let before = -1; before !== stays.size; ) {
    before = stays.size
    for (const layer of layers) if (fixed(layer) && takes(layer, sourcesOf(layer))) stays.add(layer.name)
  }
  /** A layer and all whose outputs flow into it. */
  const upTo = (name: string, found = new Set<string>()): Set<string> => {
    if (found.has(name)) return found
    found.add(name)
    for (const source of sourcesOf(layers.find((layer) => layer.name === name) as KerasLayer))
      upTo(source, found)
    return found
  }
  // A border lets through all that flows on, and has a frozen layer before it and others behind it. They were found from first to last.
  return (
    [...stays].findLast((name) => {
      const first = upTo(name)
      const behind = layers.filter((layer) => !first.has(layer.name))
      const past = behind.flatMap(sourcesOf).some((source) => source !== name && first.has(source))
      return behind.length > 0 && !past && [...first].some((one) => (parameters[one] ?? 0) > 0)
    }) ?? null
  )
}
