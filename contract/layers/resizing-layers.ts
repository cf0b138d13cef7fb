import {
  inputOfRank,
  type LayerKind,
  marginsOf,
  onAxis,
  pairOf,
  type Shape,
  ShapeFault,
  shapeText,
} from './layer-kind.ts'

const resized = (shape: Shape, change: (size: number, axis: number) => number): Shape =>
  shape.map((size, axis) =>
    axis === 0 || axis === shape.length - 1 || size === null ? size : change(size, axis - 1),
  )

const padding = (axes: 1 | 2): LayerKind => ({
  family: 'shape',
  parameters: [axes === 1 ? { name: 'padding', kind: 'text' } : { name: 'padding', kind: 'pair', min: 0 }],
  outputShape: (config, inputs) => {
    const margins = marginsOf(config, 'padding', axes)
    return resized(inputOfRank(inputs, axes + 2), (size, axis) => {
      const [before, after] = margins[axis] ?? [0, 0]
      return size + before + after
    })
  },
  parameterCount: () => 0,
})

const cropping = (axes: 1 | 2): LayerKind => ({
  family: 'shape',
  parameters: [axes === 1 ? { name: 'cropping', kind: 'text' } : { name: 'cropping', kind: 'pair', min: 0 }],
  outputShape: (config, inputs) => {
    const margins = marginsOf(config, 'cropping', axes)
    const shape = inputOfRank(inputs, axes + 2)
    return resized(shape, (size, axis) => {
      const [before, after] = margins[axis] ?? [0, 0]
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

export const resizingLayers: Record<string, LayerKind> = {
  UpSampling1D: {
    family: 'shape',
    parameters: [{ name: 'size', kind: 'number', min: 1, integer: true }],
    outputShape: (config, inputs) =>
      resized(inputOfRank(inputs, 3), (size) => size * onAxis(config, 'size', 2)),
    parameterCount: () => 0,
  },
  UpSampling2D: {
    family: 'shape',
    parameters: [
      { name: 'size', kind: 'pair', min: 1 },
      { name: 'interpolation', kind: 'choice', options: ['nearest', 'bilinear'] },
    ],
    outputShape: (config, inputs) =>
      resized(
        inputOfRank(inputs, 4),
        (size, axis) => size * (pairOf(config, 'size', [2, 2])[axis as 0 | 1] ?? 1),
      ),
    parameterCount: () => 0,
  },
  ZeroPadding1D: padding(1),
  ZeroPadding2D: padding(2),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
}
