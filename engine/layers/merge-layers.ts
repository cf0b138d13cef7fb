import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { plainLayer } from './plain-layer.ts'
import type { BuildContext, Settings } from './settings/settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

/** A layer that joins its inputs element by element. A place counts where any input counts, if all inputs have a mask. */
const merging =
  (kind: string, merge: (tf: TensorFlow, inputs: Tensor[]) => Tensor): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, () => ({
      mask: (_, masks) =>
        masks.some((mask) => !mask)
          ? null
          : (masks as Tensor[]).reduce((all, mask) => context.tf.logicalOr(all, mask)),
      call: (inputs) => merge(context.tf, inputs),
    }))

const folded = (join: (a: Tensor, b: Tensor) => Tensor) => (_: TensorFlow, inputs: Tensor[]) =>
  inputs.reduce(join)

const concatenate: Make = (context, name, given) =>
  plainLayer(context, 'Concatenate', name, given, (config) => {
    const { tf } = context
    const axis = Number(config.axis)
    return {
      mask: (inputs, masks) => {
        if (masks.every((mask) => !mask)) return null
        const rank = inputs[0]?.rank as number
        const at = axis < 0 ? axis + rank : axis
        const whole = masks.map(
          (mask, index) => mask ?? tf.ones((inputs[index] as Tensor).shape.slice(0, 2), 'bool'),
        )
        // Along the steps masks follow one another; along another axis a place counts where any input counts.
        return at === 1 ? tf.concat(whole, 1) : whole.reduce((all, mask) => tf.logicalOr(all, mask))
      },
      call: (inputs) => tf.concat(inputs, axis < 0 ? axis + (inputs[0]?.rank as number) : axis),
    }
  })

export const mergeMakers: Record<string, Make> = {
  Add: merging(
    'Add',
    folded((a, b) => a.add(b)),
  ),
  Subtract: merging(
    'Subtract',
    folded((a, b) => a.sub(b)),
  ),
  Multiply: merging(
    'Multiply',
    folded((a, b) => a.mul(b)),
  ),
  Maximum: merging(
    'Maximum',
    folded((a, b) => a.maximum(b)),
  ),
  Minimum: merging(
    'Minimum',
    folded((a, b) => a.minimum(b)),
  ),
  Average: merging('Average', (tf, inputs) => folded((a, b) => a.add(b))(tf, inputs).div(inputs.length)),
  Concatenate: concatenate,
}
