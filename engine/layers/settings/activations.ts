import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import { withoutGradient } from '../../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'

export type Activation = (x: Tensor) => Tensor

/** x where it is over 0, else `slope` x. */
export const leaky = (tf: TensorFlow, x: Tensor, slope: number): Tensor =>
  slope === 0 ? tf.relu(x) : tf.relu(x).sub(tf.relu(x.neg()).mul(slope))

/** Beyond the threshold on either side, and 0 within. */
const outside = (tf: TensorFlow, x: Tensor, threshold: number) =>
  withoutGradient(tf, x, (value) => value.abs().greater(threshold))

/** The functions of `keras.activations` by name, with Keras's default arguments. */
const activations: Record<string, (tf: TensorFlow) => Activation> = {
  linear: () => (x) => x,
  relu: (tf) => tf.relu,
  relu6: (tf) => tf.relu6,
  leaky_relu: (tf) => (x) => leaky(tf, x, 0.2),
  elu: (tf) => tf.elu,
  selu: (tf) => tf.selu,
  celu: (tf) => tf.elu,
  gelu: (tf) => (x) => x.mul(0.5).mul(tf.erf(x.mul(Math.SQRT1_2)).add(1)),
  silu: () => (x) => x.mul(x.sigmoid()),
  mish: (tf) => (x) => x.mul(tf.softplus(x).tanh()),
  sigmoid: (tf) => tf.sigmoid,
  log_sigmoid: (tf) => (x) => tf.softplus(x.neg()).neg(),
  tanh: (tf) => tf.tanh,
  tanh_shrink: () => (x) => x.sub(x.tanh()),
  softmax: (tf) => (x) => tf.softmax(x, -1),
  log_softmax: (tf) => (x) => tf.logSoftmax(x, -1),
  softplus: (tf) => tf.softplus,
  softsign: () => (x) => x.div(x.abs().add(1)),
  soft_shrink: () => (x) => x.sub(x.clipByValue(-0.5, 0.5)),
  hard_shrink: (tf) => (x) => x.mul(outside(tf, x, 0.5)),
  hard_tanh: () => (x) => x.clipByValue(-1, 1),
  // x / 6 + 1/2, cut at 0 and 1, as in Keras 3.
  hard_sigmoid: () => (x) => x.div(6).add(0.5).clipByValue(0, 1),
  hard_silu: () => (x) => x.mul(x.div(6).add(0.5).clipByValue(0, 1)),
  squareplus: () => (x) => x.add(x.square().add(4).sqrt()).div(2),
  exponential: (tf) => tf.exp,
  // 0 up to -1, x from 1 on, and (x + 1)^2 / 4 between.
  sparse_plus: (tf) => (x) =>
    x
      .clipByValue(-1, 1)
      .add(1)
      .square()
      .div(4)
      .add(tf.relu(x.sub(1))),
  sparse_sigmoid: () => (x) => x.clipByValue(-1, 1).add(1).mul(0.5),
}

const otherNames: Record<string, string> = { swish: 'silu', hard_swish: 'hard_silu' }

/**
 * An activation as a layer's config names it: a string, an object with a name in its config, or nothing for linear.
 * @throws Fault `engine.activation-unknown`
 */
export function activation(tf: TensorFlow, layer: string, value: unknown): Activation {
  const name = activationName(value)
  const make = activations[name]
  if (!make) throw new Fault('engine.activation-unknown', { layer, activation: name })
  return make(tf)
}

/** The name of an activation, as Keras writes it in a config: a word, or a serialized object. None is `linear`. */
export function activationName(value: unknown): string {
  const given =
    typeof value === 'string'
      ? value
      : (value as { config?: { name?: string } | string } | null | undefined)?.config
  const name = (typeof given === 'object' ? given.name : given) ?? 'linear'
  return otherNames[name] ?? name
}
