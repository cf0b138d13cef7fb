import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'

/** What a weight or an output adds to the loss: a scalar. */
export type Regularizer = (value: Tensor) => Tensor
type Config = Record<string, unknown>

const numberOf = (config: Config, name: string, otherwise: number) =>
  typeof config[name] === 'number' ? (config[name] as number) : otherwise

function sums(tf: TensorFlow, l1: number, l2: number): Regularizer {
  return (value) => {
    const parts = [...(l1 ? [value.abs().sum().mul(l1)] : []), ...(l2 ? [value.square().sum().mul(l2)] : [])]
    return parts.length > 0 ? tf.addN(parts) : tf.scalar(0)
  }
}

/** `keras.regularizers.OrthogonalRegularizer`: the mean of what is not orthogonal between the rows or columns of a matrix. */
function orthogonal(tf: TensorFlow, factor: number, rows: boolean): Regularizer {
  return (value) => {
    if (value.rank !== 2)
      throw new Fault('engine.setting-unsupported', {
        layer: '',
        setting: 'OrthogonalRegularizer',
        value: `[${value.shape}]`,
      })
    const unit = value.div(
      value
        .square()
        .sum(rows ? 1 : 0, true)
        .maximum(1e-7 ** 2)
        .sqrt(),
    )
    const product = rows ? tf.matMul(unit, unit, false, true) : tf.matMul(unit, unit, true, false)
    const size = product.shape[0] as number
    const others = product.mul(tf.scalar(1).sub(tf.eye(size)))
    return others
      .abs()
      .sum()
      .mul((factor * 0.5) / ((size * (size - 1)) / 2))
  }
}

/**
 * A regularizer as a layer's config names it: `l2`, or what Keras serialized. Nothing for none.
 * @throws Fault `engine.regularizer-unknown`
 */
export function regularizer(tf: TensorFlow, setting: string, value: unknown): Regularizer | undefined {
  if (value === null || value === undefined) return undefined
  const { class_name, config } =
    typeof value === 'string'
      ? { class_name: value, config: {} }
      : (value as { class_name: string; config: Config })
  switch (class_name.toLowerCase()) {
    case 'l1':
      return sums(tf, numberOf(config, 'l1', 0.01), 0)
    case 'l2':
      return sums(tf, 0, numberOf(config, 'l2', 0.01))
    case 'l1l2':
    case 'l1_l2':
      return sums(tf, numberOf(config, 'l1', 0), numberOf(config, 'l2', 0))
    case 'orthogonalregularizer':
    case 'orthogonal_regularizer':
      return orthogonal(tf, numberOf(config, 'factor', 0.01), config.mode !== 'columns')
    default:
      throw new Fault('engine.regularizer-unknown', { setting, kind: class_name })
  }
}
