import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { withoutGradient } from '../runtime/differentiable-ops.ts'
import { plainLayer } from './plain-layer.ts'
import { activation, leaky } from './settings/activations.ts'
import type { BuildContext, LayerVariable, Settings } from './settings/settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

/** `keras.layers.Activation`. */
const activated: Make = (context, name, given) =>
  plainLayer(context, 'Activation', name, given, (config) => {
    const activate = activation(context.tf, name, config.activation)
    return { mask: 'kept', call: ([x]) => activate(x as Tensor) }
  })

/** `keras.layers.ReLU`: x over the threshold, at most max_value; below it, the slope times what is missing. */
const relu: Make = (context, name, given) =>
  plainLayer(context, 'ReLU', name, given, ({ max_value, negative_slope, threshold }) => ({
    mask: 'kept',
    call: ([x]) => {
      const { tf } = context
      const input = x as Tensor
      const from = threshold as number
      const over =
        from === 0 ? tf.relu(input) : input.mul(withoutGradient(tf, input, (value) => value.greater(from)))
      const cut = typeof max_value === 'number' ? over.minimum(max_value) : over
      const slope = negative_slope as number
      return slope === 0 ? cut : cut.sub(tf.relu(input.neg().add(from)).mul(slope))
    },
  }))

/** `keras.layers.LeakyReLU`. Older files call the slope alpha. */
const leakyRelu: Make = (context, name, given) =>
  plainLayer(context, 'LeakyReLU', name, given, (config) => ({
    mask: 'kept',
    call: ([x]) => leaky(context.tf, x as Tensor, (given.alpha ?? config.negative_slope) as number),
  }))

/** `keras.layers.PReLU` (He et al., 2015): a slope that is learned for each place, or shared along axes. */
const prelu: Make = (context, name, given) =>
  plainLayer(context, 'PReLU', name, given, (config) => {
    const { tf } = context
    const shared = Array.isArray(config.shared_axes) ? config.shared_axes.map(Number) : []
    let alpha: LayerVariable
    return {
      mask: 'kept',
      build([shape = []], add) {
        alpha = add(
          'alpha',
          shape.slice(1).map((size, axis) => (shared.includes(axis + 1) ? 1 : (size as number))),
        )
      },
      call: ([x]) => {
        const input = x as Tensor
        return tf.relu(input).sub(alpha.read().mul(tf.relu(input.neg())))
      },
    }
  })

const elu: Make = (context, name, given) =>
  plainLayer(context, 'ELU', name, given, ({ alpha }) => ({
    mask: 'kept',
    call: ([x]) => {
      const { tf } = context
      const input = x as Tensor
      if (alpha === 1) return tf.elu(input)
      return tf.relu(input).add(
        input
          .minimum(0)
          .exp()
          .sub(1)
          .mul(alpha as number),
      )
    },
  }))

/** `keras.layers.Softmax`. Along another axis than the last the tensor is turned; masked places get no share. */
const softmax: Make = (context, name, given) =>
  plainLayer(context, 'Softmax', name, given, (config) => ({
    mask: 'kept',
    call: ([x], { masks: [mask] }) => {
      const { tf } = context
      const given = x as Tensor
      const input =
        mask && mask.rank <= given.rank ? given.add(tf.scalar(1).sub(mask.toFloat()).mul(-1e9)) : given
      const axis = Number(Array.isArray(config.axis) ? config.axis[0] : config.axis)
      const at = axis < 0 ? axis + input.rank : axis
      if (at === input.rank - 1) return tf.softmax(input, -1)
      const turned = input.shape.map((_, place) =>
        place === at ? input.rank - 1 : place === input.rank - 1 ? at : place,
      )
      return tf.softmax(input.transpose(turned), -1).transpose(turned)
    },
  }))

export const activationMakers: Record<string, Make> = {
  Activation: activated,
  ReLU: relu,
  LeakyReLU: leakyRelu,
  PReLU: prelu,
  ELU: elu,
  Softmax: softmax,
}
