import type { layers, Tensor, Tensor4D, Tensor5D } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import { grownLength, outputPadding } from '../../contract/layers/convolution-variants.ts'
import { perAxis } from '../../contract/layers/layer-kind.ts'
import { reach } from '../../contract/layers/window.ts'
import { addBias } from '../runtime/differentiable-ops.ts'
import { convolve, convolveDepthwise, type Padding, type Pair, pair, type Slide, spread } from './convolve.ts'
import { type AddWeight, plainLayer } from './plain-layer.ts'
import { activation } from './settings/activations.ts'
import type { BuildContext, LayerVariable, Settings } from './settings/settings.ts'

type Layer = layers.Layer
type Make = (context: BuildContext, name: string, config: Settings) => Layer

/** One number of a setting that has one an axis. */
const first = (value: unknown): number => Number(Array.isArray(value) ? value[0] : (value ?? 1))

/** A sequence is a picture of one row. */
const slideOf = (config: Settings, axes: 1 | 2): Slide => {
  const read = (name: string): Pair => (axes === 1 ? [1, first(config[name])] : pair(config[name]))
  return {
    kernel: read('kernel_size'),
    strides: read('strides'),
    padding: config.padding as Padding,
    dilations: read('dilation_rate'),
  }
}

/** A kernel of one place, which mixes the channels there. */
const mixing: Slide = { kernel: [1, 1], strides: [1, 1], padding: 'valid', dilations: [1, 1] }

const sizesOf = ({ kernel }: Pick<Slide, 'kernel'>, axes: 1 | 2): number[] =>
  axes === 1 ? [kernel[1]] : kernel

/** TensorFlow's depthwise convolution takes the same stride along both axes only. */
const square = (slide: Slide, axes: 1 | 2): Slide =>
  axes === 1 ? { ...slide, strides: [slide.strides[1], slide.strides[1]] } : slide

/** Runs on pictures: a sequence is one of a single row. */
const onPictures = (axes: 1 | 2, x: Tensor, run: (x: Tensor) => Tensor): Tensor =>
  axes === 1 ? run(x.expandDims(1)).squeeze([1]) : run(x)

const channelsOf = ([shape = []]: (number | null)[][]): number => shape.at(-1) as number

/** What ends every convolution: bias and activation. */
function ending(context: BuildContext, name: string, config: Settings) {
  const activate = activation(context.tf, name, config.activation)
  let bias: LayerVariable | undefined
  return {
    build(add: AddWeight, channels: number) {
      if (config.use_bias !== false) bias = add('bias', [channels])
    },
    apply: (x: Tensor) => activate(bias ? addBias(context.tf, x, bias.read()) : x),
  }
}

/** `keras.layers.Conv1D` and `Conv2D`. Input [batch, ..., channels], output [batch, ..., filters]. */
const convolution =
  (kind: string, axes: 1 | 2): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const { tf } = context
      const slide = slideOf(config, axes)
      const groups = (config.groups as number) ?? 1
      const filters = config.filters as number
      const end = ending(context, name, config)
      let kernel: LayerVariable
      return {
        build(shapes, add) {
          kernel = add('kernel', [...sizesOf(slide, axes), channelsOf(shapes) / groups, filters])
          end.build(add, filters)
        },
        call: ([x]) =>
          onPictures(axes, x as Tensor, (picture) => {
            const weights = kernel.read()
            return end.apply(
              convolve(tf, picture, axes === 1 ? weights.expandDims(0) : weights, slide, groups),
            )
          }),
      }
    })

/** `keras.layers.Conv3D`. Input [batch, depth, rows, columns, channels]. */
const volumes: Make = (context, name, given) =>
  plainLayer(context, 'Conv3D', name, given, (config) => {
    const sizesOfAxes = (setting: string) => perAxis(config, setting, 3, 1) as [number, number, number]
    for (const setting of ['dilation_rate', 'groups'])
      if (perAxis(config, setting, 3, 1).some((value) => value > 1))
        throw new Fault('engine.setting-unsupported', {
          layer: name,
          setting,
          value: String(config[setting]),
        })
    const filters = config.filters as number
    const end = ending(context, name, config)
    let kernel: LayerVariable
    return {
      build(shapes, add) {
        kernel = add('kernel', [...sizesOfAxes('kernel_size'), channelsOf(shapes), filters])
        end.build(add, filters)
      },
      call: ([x]) =>
        end.apply(
          context.tf.conv3d(
            x as Tensor5D,
            kernel.read() as Tensor5D,
            sizesOfAxes('strides'),
            config.padding as 'valid' | 'same',
          ),
        ),
    }
  })

/** `keras.layers.DepthwiseConv1D` and `DepthwiseConv2D`: each channel has kernels of its own. */
const depthwise =
  (kind: string, axes: 1 | 2): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const slide = slideOf(config, axes)
      const multiplier = config.depth_multiplier as number
      const end = ending(context, name, config)
      let kernel: LayerVariable
      return {
        build(shapes, add) {
          const channels = channelsOf(shapes)
          kernel = add('kernel', [...sizesOf(slide, axes), channels, multiplier], 'depthwise')
          end.build(add, channels * multiplier)
        },
        call: ([x]) =>
          onPictures(axes, x as Tensor, (picture) => {
            const weights = axes === 1 ? kernel.read().expandDims(0) : kernel.read()
            return end.apply(convolveDepthwise(context.tf, picture, weights, square(slide, axes)))
          }),
      }
    })

/** `keras.layers.SeparableConv1D` and `SeparableConv2D`: each channel by itself, then a mix of the channels at each place. */
const separable =
  (kind: string, axes: 1 | 2): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const { tf } = context
      const slide = slideOf(config, axes)
      const multiplier = config.depth_multiplier as number
      const filters = config.filters as number
      const end = ending(context, name, config)
      let deep: LayerVariable
      let wide: LayerVariable
      return {
        build(shapes, add) {
          const channels = channelsOf(shapes)
          const ones = axes === 1 ? [1] : [1, 1]
          deep = add('depthwise_kernel', [...sizesOf(slide, axes), channels, multiplier], 'depthwise')
          wide = add('pointwise_kernel', [...ones, channels * multiplier, filters], 'pointwise')
          end.build(add, filters)
        },
        call: ([x]) =>
          onPictures(axes, x as Tensor, (picture) => {
            const raised = (weight: LayerVariable) =>
              axes === 1 ? weight.read().expandDims(0) : weight.read()
            const each = convolveDepthwise(tf, picture, raised(deep), square(slide, axes))
            return end.apply(convolve(tf, each, raised(wide), mixing))
          }),
      }
    })

/**
 * `keras.layers.Conv1DTranspose` and `Conv2DTranspose`: the gradient of a convolution, run forwards. Kernel [..., filters,
 * channels].
 */
const transposed =
  (kind: string, axes: 1 | 2): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const { kernel: size, strides, padding, dilations } = slideOf(config, axes)
      const filters = config.filters as number
      const end = ending(context, name, config)
      const given = outputPadding(config, axes)
      // A sequence is a picture of one row.
      const more = given && axes === 1 ? [0, ...given] : given
      const grown = (length: number, axis: 0 | 1) => {
        const flat = axes === 1 && axis === 0
        if (flat) return length
        const wide = reach(size[axis], dilations[axis])
        return grownLength(length, wide, strides[axis], padding === 'same', more?.[axis] ?? null)
      }
      let kernel: LayerVariable
      return {
        build(shapes, add) {
          kernel = add('kernel', [...sizesOf({ kernel: size }, axes), filters, channelsOf(shapes)])
          end.build(add, filters)
        },
        call: ([x]) =>
          onPictures(axes, x as Tensor, (picture) => {
            const [batch, rows, columns] = picture.shape as [number, number, number, number]
            const weights = axes === 1 ? kernel.read().expandDims(0) : kernel.read()
            return end.apply(
              context.tf.conv2dTranspose(
                picture as Tensor4D,
                spread(weights, dilations) as Tensor4D,
                [batch, grown(rows, 0), grown(columns, 1), filters],
                strides,
                padding as 'valid' | 'same',
              ),
            )
          }),
      }
    })

export const convolutionMakers: Record<string, Make> = {
  Conv1D: convolution('Conv1D', 1),
  Conv2D: convolution('Conv2D', 2),
  Conv3D: volumes,
  DepthwiseConv1D: depthwise('DepthwiseConv1D', 1),
  DepthwiseConv2D: depthwise('DepthwiseConv2D', 2),
  SeparableConv1D: separable('SeparableConv1D', 1),
  SeparableConv2D: separable('SeparableConv2D', 2),
  Conv1DTranspose: transposed('Conv1DTranspose', 1),
  Conv2DTranspose: transposed('Conv2DTranspose', 2),
}
