import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import { withGradient } from '../runtime/differentiable-ops.ts'
import { attribute, float32, nativeOps } from '../runtime/native-op.ts'
import {
  addWeight,
  type BuildContext,
  firstOf,
  type LayerVariable,
  layerSettings,
  settled,
} from './settings/settings.ts'

/** Keras's `backend.epsilon()`. */
const smallest = 1e-7

/**
 * `keras.layers.BatchNormalization` over the last axis, by TensorFlow's fused ops (Ioffe and Szegedy, 2015). A frozen layer
 * uses its moving averages, as in Keras. Another axis is turned to the end first.
 */
export function batchNormalization(
  context: BuildContext,
  name: string,
  given: Record<string, unknown>,
): layers.Layer {
  const { tf } = context
  const config = settled('BatchNormalization', name, given)
  if (config.renorm)
    throw new Fault('engine.setting-unsupported', { layer: name, setting: 'renorm', value: 'true' })
  const axis = Number(Array.isArray(config.axis) ? config.axis[0] : config.axis)
  const settings = layerSettings(context, name, config)
  const epsilon = config.epsilon as number
  const momentum = config.momentum as number
  const attributes = [
    float32,
    attribute.type('U', 'float32'),
    attribute.float('epsilon', epsilon),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('is_training', true),
  ]
  class BatchNormalization extends tf.layers.Layer {
    static className = 'LatheBatchNormalization'
    gamma: LayerVariable | undefined
    beta: LayerVariable | undefined
    mean!: LayerVariable
    variance!: LayerVariable
    override build(shape: number[]) {
      const channels = [shape.at(axis) as number]
      if (config.scale) this.gamma = addWeight(this, settings, 'gamma', channels, 'gamma')
      if (config.center) this.beta = addWeight(this, settings, 'beta', channels, 'beta')
      this.mean = addWeight(this, settings, 'moving_mean', channels, 'moving_mean', false)
      this.variance = addWeight(this, settings, 'moving_variance', channels, 'moving_variance', false)
      this.built = true
    }
    override call(
      inputs: Tensor | Tensor[],
      kwargs: { training?: boolean; mask?: Tensor | Tensor[] },
    ): Tensor {
      return tf.tidy(() => {
        const given = firstOf(inputs)
        const at = axis < 0 ? axis + given.rank : axis
        const turned = given.shape.map((_, place) => place).filter((place) => place !== at)
        const input = at === given.rank - 1 ? given : given.transpose([...turned, at])
        const channels = input.shape.at(-1) as number
        const scale = this.gamma?.read() ?? tf.ones([channels])
        const offset = this.beta?.read() ?? tf.zeros([channels])
        // The op wants pictures; every other axis is one more place to count.
        const picture = input.rank === 4 ? input : input.reshape([-1, 1, 1, channels])
        const mask = kwargs.mask ? firstOf(kwargs.mask) : null
        const learns = kwargs.training && this.trainable
        const result =
          learns && mask
            ? this.fromCounted(input, mask, scale, offset)
            : learns
              ? this.fromBatch(picture, scale, offset)
              : tf.batchNorm(picture, this.mean.read(), this.variance.read(), offset, scale, epsilon)
        const whole = result.reshape(input.shape)
        if (input === given) return whole
        const back = given.shape.map((_, place) =>
          place < at ? place : place === at ? given.rank - 1 : place - 1,
        )
        return whole.transpose(back)
      })
    }
    fromBatch(picture: Tensor, scale: Tensor, offset: Tensor): Tensor {
      const count = picture.size / (picture.shape[3] as number)
      return withGradient(tf, [picture, scale, offset], ([x, gamma, beta], save) => {
        const none = tf.tensor1d([])
        const [y, mean, variance, ...reserved] = nativeOps(
          tf,
          'FusedBatchNormV3',
          attributes,
          [x, gamma, beta, none, none],
          6,
        ) as [Tensor, Tensor, Tensor, ...Tensor[]]
        this.follow(this.mean, mean)
        // The op gives the variance of a sample (n - 1); Keras keeps that of the whole batch (n).
        this.follow(this.variance, variance.mul((count - 1) / count))
        save([x, gamma, ...reserved])
        return {
          value: y,
          gradFunc: (dy, saved) =>
            nativeOps(tf, 'FusedBatchNormGradV3', attributes, [dy, ...saved], 5).slice(0, 3),
        }
      })
    }
    /** As `fromBatch`, from the places that the mask counts: `BatchNormalization._moments` of Keras. */
    fromCounted(input: Tensor, mask: Tensor, scale: Tensor, offset: Tensor): Tensor {
      const axes = input.shape.slice(0, -1).map((_, at) => at)
      const ones = Array.from({ length: input.rank - mask.rank }, () => 1)
      const counts = mask.toFloat().reshape([...mask.shape, ...ones])
      const spread = counts.mul(tf.onesLike(input))
      const count = spread.sum(axes, true).add(smallest)
      const mean = spread.mul(input).sum(axes, true).div(count)
      const apart = input.sub(mean)
      const variance = spread.mul(apart.square()).sum(axes, true).div(count)
      this.follow(this.mean, mean.flatten())
      this.follow(this.variance, variance.flatten())
      const inverse = variance.add(epsilon).rsqrt()
      return apart.mul(inverse).mul(scale).add(offset)
    }
    follow(average: LayerVariable, value: Tensor) {
      average.write(
        average
          .read()
          .mul(momentum)
          .add(value.mul(1 - momentum)),
      )
    }
    override computeOutputShape(shape: number[]) {
      return shape
    }
  }
  const layer = new BatchNormalization({ name })
  layer.supportsMasking = true
  return layer
}
