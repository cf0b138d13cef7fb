import {
  type Axes,
  type Config,
  inputOfRank,
  type LayerKind,
  marginsOf,
  type Parameter,
  perAxis,
  type Shape,
  ShapeFault,
  shapeText,
} from './layer-kind.ts'
import { sizes } from './window.ts'

const resized = (shape: Shape, change: (size: number, axis: number) => number): Shape =>
  shape.map((size, axis) =>
    axis === 0 || axis === shape.length - 1 || size === null ? size : change(size, axis - 1),
  )

const margins = (name: string, axes: Axes): Parameter =>
  axes === 2 ? { name, kind: 'pair', min: 0 } : { name, kind: 'text' }

const padding = (axes: Axes): LayerKind => ({
  family: 'shape',
  parameters: [margins('padding', axes)],
  outputShape: (config, inputs) => {
    const ends = marginsOf(config, 'padding', axes)
    return resized(inputOfRank(inputs, axes + 2), (size, axis) => {
      const [before, after] = ends[axis] ?? [0, 0]
      return size + before + after
    })
  },
  parameterCount: () => 0,
})

const cropping = (axes: Axes): LayerKind => ({
  family: 'shape',
  parameters: [margins('cropping', axes)],
  outputShape: (config, inputs) => {
    const ends = marginsOf(config, 'cropping', axes)
    const shape = inputOfRank(inputs, axes + 2)
    return resized(shape, (size, axis) => {
      const [before, after] = ends[axis] ?? [0, 0]
      if (size <= before + after) {
        throw new ShapeFault('model.window-too-large', {
          window: String(before + after),
          shape: shapeText(shape),
        })
      }
      return size - before - after
    })
  },
  parameterCount: () => 0,
})

const stretched = (config: Config, inputs: Shape[], axes: Axes) =>
  resized(
    inputOfRank(inputs, axes + 2),
    (size, axis) => size * (perAxis(config, 'size', axes, 2)[axis] as number),
  )

export const resizingLayers: Record<string, LayerKind> = {
  UpSampling1D: {
    family: 'shape',
    parameters: [{ name: 'size', kind: 'number', min: 1, integer: true }],
    outputShape: (config, inputs) => stretched(config, inputs, 1),
    parameterCount: () => 0,
  },
  UpSampling2D: {
    family: 'shape',
    parameters: [
      { name: 'size', kind: 'pair', min: 1 },
      { name: 'interpolation', kind: 'choice', options: ['nearest', 'bilinear'] },
    ],
    outputShape: (config, inputs) => stretched(config, inputs, 2),
    parameterCount: () => 0,
  },
  UpSampling3D: {
    family: 'shape',
    parameters: [sizes('size', 3)],
    outputShape: (config, inputs) => stretched(config, inputs, 3),
    parameterCount: () => 0,
  },
  ZeroPadding1D: padding(1),
  ZeroPadding2D: padding(2),
  ZeroPadding3D: padding(3),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  Cropping3D: cropping(3),
}
