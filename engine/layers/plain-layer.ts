import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { catalogue } from '../../contract/layers/catalogue.ts'
import { channelsFirst, channelsLast } from '../../contract/layers/data-format.ts'
import type { Shape } from '../../contract/layers/layer-kind.ts'
import {
  addWeight,
  type BuildContext,
  type LayerVariable,
  layerSettings,
  type Settings,
  settled,
} from './settings/settings.ts'

/** How a layer is called. */
export interface CallOptions {
  training: boolean
  /** Which places count, one for each input: bool [batch, steps], or null where all do. */
  masks: (Tensor | null)[]
}

/**
 * Adds a weight of the layer.
 * @param part whose initializer, regularizer and constraint it takes from the config (`kernel`, `bias`, ...)
 */
export type AddWeight = (name: string, shape: number[], part?: string, trainable?: boolean) => LayerVariable

/** A layer, told by what it does. Shapes have the batch in front. */
export interface LayerPlan {
  build?(shapes: Shape[], add: AddWeight): void
  call(inputs: Tensor[], options: CallOptions, layer: layers.Layer): Tensor
  /** `kept`: the mask of the first input goes on. Without it the mask ends here. */
  mask?: 'kept' | ((inputs: Tensor[], masks: (Tensor | null)[]) => Tensor | null)
  /** The output's shape, where it is not that of the contract's catalogue. */
  outputShape?(shapes: Shape[]): Shape
}

/** Makes the layer that `plan` tells of, from Keras's config with Keras's defaults under it. */
export function plainLayer(
  context: BuildContext,
  kind: string,
  name: string,
  given: Settings,
  planOf: (config: Settings) => LayerPlan,
): layers.Layer {
  const { tf } = context
  const config = settled(kind, name, given)
  const settings = layerSettings(context, name, config)
  const plan = planOf(config)
  const outputShape = plan.outputShape ?? ((shapes) => catalogue[kind]?.outputShape(config, shapes) ?? [])
  // Channels first is how the data lies, not what the layer does: it is turned around before and after.
  const foremost = config.data_format === 'channels_first'
  const turned = (x: Tensor, turn: (axes: number[]) => number[]) =>
    foremost && x.rank > 2 ? x.transpose(turn(x.shape.map((_, axis) => axis))) : x
  const asList = <Item>(value: Item | Item[]): Item[] => (Array.isArray(value) ? value : [value])
  const shapesOf = (shape: unknown) => (Array.isArray((shape as unknown[])[0]) ? shape : [shape]) as Shape[]

  class Plain extends tf.layers.Layer {
    static className = `Lathe${kind}`
    override build(shape: unknown) {
      const shapes = shapesOf(shape)
      plan.build?.(
        foremost ? shapes.map(channelsLast) : shapes,
        (weight, sizes, part = weight, trainable = true) =>
          addWeight(this, settings, weight, sizes, part, trainable),
      )
      this.built = true
    }
    override computeOutputShape(shape: unknown) {
      return outputShape(shapesOf(shape)) as number[]
    }
    override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean; mask?: unknown }): Tensor {
      const given = asList(inputs)
      const masks = asList((kwargs.mask ?? null) as Tensor | null | (Tensor | null)[])
      return tf.tidy(() => {
        const last = given.map((x) => turned(x, channelsLast))
        const result = turned(
          plan.call(last, { training: kwargs.training === true, masks }, this),
          channelsFirst,
        )
        return given.includes(result) ? result.clone() : result
      })
    }
    override computeMask(inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]) {
      const masks = asList((mask ?? null) as Tensor | null | (Tensor | null)[])
      if (typeof plan.mask === 'function') return plan.mask(asList(inputs), masks) as Tensor
      return (plan.mask === 'kept' ? (masks[0] ?? null) : null) as Tensor
    }
  }
  const layer = new Plain({ name })
  layer.supportsMasking = plan.mask !== undefined
  return layer
}
