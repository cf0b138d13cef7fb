import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { type Axes, marginsOf, perAxis } from '../../contract/layers/layer-kind.ts'
import { resize, withoutGradient } from '../runtime/differentiable-ops.ts'
import { pair } from './convolve.ts'
import { type LayerPlan, plainLayer } from './plain-layer.ts'
import type { BuildContext, Settings } from './settings/settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

/** A layer that only moves values about. */
const moving =
  (kind: string, plan: (config: Settings, context: BuildContext) => LayerPlan): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => plan(config, context))

/** Zeros around the steps, or rows and columns, or a volume. */
const padding = (axes: Axes) => (config: Settings) => ({
  call: ([x]: Tensor[]) => (x as Tensor).pad([[0, 0], ...marginsOf(config, 'padding', axes), [0, 0]]),
})

/** Cuts off the ends of the steps, or of rows and columns. */
const cropping = (axes: Axes) => (config: Settings) => ({
  call: ([x]: Tensor[]) => {
    const margins = marginsOf(config, 'cropping', axes)
    const sizes = margins.map(
      ([before, after], axis) => ((x as Tensor).shape[axis + 1] as number) - before - after,
    )
    return (x as Tensor).slice([0, ...margins.map(([before]) => before), 0], [-1, ...sizes, -1])
  },
})

export const shapeMakers: Record<string, Make> = {
  Flatten: moving('Flatten', () => ({
    call: ([x]) => (x as Tensor).reshape([(x as Tensor).shape[0] as number, -1]),
  })),
  Reshape: moving('Reshape', (config) => ({
    call: ([x]) =>
      (x as Tensor).reshape([(x as Tensor).shape[0] as number, ...(config.target_shape as number[])]),
  })),
  Permute: moving('Permute', (config) => ({
    call: ([x]) => (x as Tensor).transpose([0, ...(config.dims as number[])]),
  })),
  RepeatVector: moving('RepeatVector', (config, { tf }) => ({
    call: ([x]) => (x as Tensor).expandDims(1).mul(tf.ones([1, config.n as number, 1])),
  })),
  ZeroPadding1D: moving('ZeroPadding1D', padding(1)),
  ZeroPadding2D: moving('ZeroPadding2D', padding(2)),
  ZeroPadding3D: moving('ZeroPadding3D', padding(3)),
  Cropping1D: moving('Cropping1D', cropping(1)),
  Cropping2D: moving('Cropping2D', cropping(2)),
  Cropping3D: moving('Cropping3D', cropping(3)),
  UpSampling1D: moving('UpSampling1D', (config, { tf }) => ({
    call: ([x]) => {
      const steps = (x as Tensor).shape[1] as number
      return resize(tf, (x as Tensor).expandDims(2), [steps * Number(config.size), 1], 'nearest').squeeze([2])
    },
  })),
  UpSampling2D: moving('UpSampling2D', (config, { tf }) => ({
    call: ([x]) => {
      const [, rows, columns] = (x as Tensor).shape as [number, number, number]
      const [down, across] = pair(config.size)
      const how = config.interpolation === 'bilinear' ? 'bilinear' : 'nearest'
      return resize(tf, x as Tensor, [rows * down, columns * across], how)
    },
  })),
  // Each place is repeated, one axis after the other.
  UpSampling3D: moving('UpSampling3D', (config, { tf }) => ({
    call: ([x]) =>
      perAxis(config, 'size', 3, 2).reduce((found, times, at) => {
        const { shape } = found
        const before = shape.slice(0, at + 2).reduce((all, size) => all * size, 1)
        const sizes = shape.map((size, axis) => (axis === at + 1 ? size * times : size))
        return found
          .reshape([before, 1, found.size / before])
          .mul(tf.ones([1, times, 1]))
          .reshape(sizes)
      }, x as Tensor),
  })),
  Identity: moving('Identity', () => ({ mask: 'kept', call: ([x]) => x as Tensor })),
  // A step counts where any of its values is not the mask's.
  Masking: moving('Masking', (config, { tf }) => {
    const counts = (x: Tensor, keepDims: boolean) =>
      withoutGradient(tf, x, (value) => value.notEqual(config.mask_value as number).any(-1, keepDims))
    return {
      mask: ([x]) => counts(x as Tensor, false),
      call: ([x]) => (x as Tensor).mul(counts(x as Tensor, true)),
    }
  }),
  // Two ops that Keras's models make the positions of their steps with.
  OnesLike: moving('OnesLike', (_, { tf }) => ({ call: ([x]) => tf.ones((x as Tensor).shape) })),
  Cumsum: moving('Cumsum', (config, { tf }) => ({
    call: ([x]) => tf.cumsum((x as Tensor).toFloat(), Number(config.axis)),
  })),
}
