import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'

export type Activation = (x: Tensor) => Tensor

/** The functions of `keras.activations` by name. */
const activations: Record<string, (tf: TensorFlow) => Activation> = {
  linear: () => (x) => x,
  relu: (tf) => tf.relu,
  relu6: (tf) => tf.relu6,
  sigmoid: (tf) => tf.sigmoid,
  tanh: (tf) => tf.tanh,
  elu: (tf) => tf.elu,
  selu: (tf) => tf.selu,
  softplus: (tf) => tf.softplus,
  softsign: () => (x) => x.div(x.abs().add(1)),
  exponential: (tf) => tf.exp,
  softmax: (tf) => (x) => tf.softmax(x, -1),
  log_softmax: (tf) => (x) => tf.logSoftmax(x, -1),
  leaky_relu: (tf) => (x) => tf.leakyRelu(x, 0.2),
  // x / 6 + 1/2, cut at 0 and 1, as in Keras 3.
  hard_sigmoid: () => (x) => x.div(6).add(0.5).clipByValue(0, 1),
  silu: () => (x) => x.mul(x.sigmoid()),
  hard_silu: () => (x) => x.mul(x.div(6).add(0.5).clipByValue(0, 1)),
  gelu: (tf) => (x) => x.mul(0.5).mul(tf.erf(x.mul(Math.SQRT1_2)).add(1)),
  mish: (tf) => (x) => x.mul(tf.softplus(x).tanh()),
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

export function activationName(value: unknown): string {
  const given =
    typeof value === 'string'
      ? value
      : (value as { config?: { name?: string } | string } | null | undefined)?.config
  const name = (typeof given === 'object' ? given.name : given) ?? 'linear'
  return otherNames[name] ?? name
}
