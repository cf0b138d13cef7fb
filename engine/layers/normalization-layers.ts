import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import { addBias, scaleLast, withGradient } from '../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { type AddWeight, plainLayer } from './plain-layer.ts'
import type { BuildContext, LayerVariable, Settings } from './settings/settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

/** The learned scale and offset, where the config wants them. */
function scaleAndOffset(tf: TensorFlow, config: Settings) {
  let gamma: LayerVariable | undefined
  let beta: LayerVariable | undefined
  return {
    build(add: AddWeight, shape: number[]) {
      if (config.scale !== false) gamma = add('gamma', shape)
      if (config.center !== false) beta = add('beta', shape)
    },
    apply(x: Tensor): Tensor {
      const [scale, offset] = [gamma?.read(), beta?.read()]
      const scaled = scale ? (scale.rank === 1 ? scaleLast(tf, x, scale) : x.mul(scale)) : x
      return offset ? (offset.rank === 1 ? addBias(tf, scaled, offset) : scaled.add(offset)) : scaled
    },
  }
}

/**
 * Each row of [rows, features] less its mean, over its standard deviation. With d = dy / deviation the gradient is
 * d - mean(d) - y mean(d y) (Ba et al., 2016): a handful of ops where tfjs's tape would make thirty.
 */
function standardized(tf: TensorFlow, rows: Tensor, epsilon: number): Tensor {
  return withGradient(tf, [rows], ([x], save) => {
    const apart = x.sub(x.mean(1, true))
    const inverse = apart.square().mean(1, true).add(epsilon).rsqrt()
    const y = apart.mul(inverse)
    save([y, inverse])
    return {
      value: y,
      gradFunc: (dy, [kept, scale]) => {
        const y = kept as Tensor
        const along = dy.mul(y).mean(1, true)
        return [
          dy
            .sub(dy.mean(1, true))
            .sub(y.mul(along))
            .mul(scale as Tensor),
        ]
      },
    }
  })
}

/** `keras.layers.LayerNormalization` over the last axes. */
const layerNormalization: Make = (context, name, given) =>
  plainLayer(context, 'LayerNormalization', name, given, (config) => {
    const { tf } = context
    if (config.rms_scaling)
      throw new Fault('engine.setting-unsupported', { layer: name, setting: 'rms_scaling', value: 'true' })
    const learned = scaleAndOffset(context.tf, config)
    const given = (Array.isArray(config.axis) ? config.axis : [config.axis]).map(Number)
    let count = 0
    return {
      mask: 'kept',
      build([shape = []], add) {
        const axes = given.map((axis) => (axis < 0 ? axis + shape.length : axis)).sort((a, b) => a - b)
        // Only axes at the end lie side by side.
        if (axes[0] === 0 || axes.some((axis, at) => axis !== shape.length - axes.length + at))
          throw new Fault('engine.setting-unsupported', {
            layer: name,
            setting: 'axis',
            value: String(given),
          })
        const sizes = shape.slice(-axes.length) as number[]
        count = sizes.reduce((all, size) => all * size, 1)
        learned.build(add, sizes)
      },
      call: ([x]) => {
        const input = x as Tensor
        const found = standardized(tf, input.reshape([-1, count]), config.epsilon as number)
        return learned.apply(found.reshape(input.shape))
      },
    }
  })

/** `keras.layers.GroupNormalization` over the last axis (Wu and He, 2018); -1 groups are as many as there are channels. */
const groupNormalization: Make = (context, name, given) =>
  plainLayer(context, 'GroupNormalization', name, given, (config) => {
    const learned = scaleAndOffset(context.tf, config)
    if (config.axis !== -1)
      throw new Fault('engine.setting-unsupported', {
        layer: name,
        setting: 'axis',
        value: String(config.axis),
      })
    let groups = config.groups as number
    return {
      build([shape = []], add) {
        const channels = shape.at(-1) as number
        if (groups === -1) groups = channels
        if (channels % groups !== 0)
          throw new Fault('engine.setting-unsupported', {
            layer: name,
            setting: 'groups',
            value: String(groups),
          })
        learned.build(add, [channels])
      },
      call: ([x]) => {
        const input = x as Tensor
        const [batch] = input.shape as [number]
        const channels = input.shape.at(-1) as number
        const grouped = input.reshape([batch, -1, groups, channels / groups]).transpose([0, 2, 1, 3])
        const size = input.size / batch / groups
        const found = standardized(context.tf, grouped.reshape([-1, size]), config.epsilon as number)
        return learned.apply(found.reshape(grouped.shape).transpose([0, 2, 1, 3]).reshape(input.shape))
      },
    }
  })

/** `keras.layers.UnitNormalization`: each vector along the axis brought to the length 1. */
const unitNormalization: Make = (context, name, given) =>
  plainLayer(context, 'UnitNormalization', name, given, (config) => ({
    mask: 'kept',
    call: ([x]) => {
      const input = x as Tensor
      const axes = (Array.isArray(config.axis) ? config.axis : [config.axis]).map(Number)
      return input.mul(input.square().sum(axes, true).maximum(1e-12).rsqrt())
    },
  }))

/** `keras.layers.RMSNormalization` (Zhang and Sennrich, 2019): over the root of the mean square, times a learned scale. */
const rmsNormalization: Make = (context, name, given) =>
  plainLayer(context, 'RMSNormalization', name, { ...given, scale_initializer: 'ones' }, (config) => {
    let axes: number[] = []
    let spread: number[] = []
    let scale: LayerVariable
    return {
      mask: 'kept',
      build([shape = []], add) {
        axes = (Array.isArray(config.axis) ? config.axis : [config.axis])
          .map(Number)
          .map((axis) => (axis < 0 ? axis + shape.length : axis))
          .sort((a, b) => a - b)
        const sizes = axes.map((axis) => shape[axis] as number)
        spread = shape.slice(1).map((size, at) => (axes.includes(at + 1) ? (size as number) : 1))
        scale = add('scale', sizes)
      },
      call: ([x]) => {
        const input = x as Tensor
        const inverse = input
          .square()
          .mean(axes, true)
          .add(config.epsilon as number)
          .rsqrt()
        const learned = scale.read()
        const found = input.mul(inverse)
        return axes.length === 1 && axes[0] === input.rank - 1
          ? scaleLast(context.tf, found, learned)
          : found.mul(learned.reshape(spread))
      },
    }
  })

/** `keras.layers.Rescaling`: x scale + offset. */
const rescaling: Make = (context, name, given) =>
  plainLayer(context, 'Rescaling', name, given, ({ scale, offset }) => ({
    mask: 'kept',
    call: ([x]) => {
      const part = (value: unknown) => context.tf.tensor(value as number | number[])
      return (x as Tensor).toFloat().mul(part(scale)).add(part(offset))
    },
  }))

/** `keras.layers.Normalization` of the last axis, by mean and variance that are given or were taken from data. */
const normalization: Make = (context, name, given) =>
  plainLayer(context, 'Normalization', name, given, (config) => {
    const { tf } = context
    const axis = Array.isArray(config.axis) ? config.axis.join() : String(config.axis)
    if (axis !== '-1')
      throw new Fault('engine.setting-unsupported', { layer: name, setting: 'axis', value: axis })
    let kept: [LayerVariable, LayerVariable] | undefined
    return {
      build([shape = []], add) {
        if (config.mean !== null && config.mean !== undefined) return
        const channels = [shape.at(-1) as number]
        const mean = add('mean', channels, 'mean', false)
        const variance = add('variance', channels, 'variance', false)
        add('count', [], 'count', false)
        variance.write(tf.ones(channels))
        kept = [mean, variance]
      },
      call: ([x]) => {
        const input = x as Tensor
        const flat = (value: unknown) => tf.tensor(value as number[]).flatten()
        const [mean, variance] = kept
          ? kept.map((weight) => weight.read() as Tensor)
          : [flat(config.mean), flat(config.variance)]
        const spread = (variance as Tensor).sqrt().maximum(1e-7)
        return config.invert ? input.mul(spread).add(mean as Tensor) : input.sub(mean as Tensor).div(spread)
      },
    }
  })

export const normalizationMakers: Record<string, Make> = {
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  RMSNormalization: rmsNormalization,
  UnitNormalization: unitNormalization,
  Rescaling: rescaling,
  Normalization: normalization,
}
