import {
  inputOfRank,
  type LayerKind,
  numberOf,
  type Shape,
  ShapeFault,
  shapeText,
  unchanged,
} from './layer-kind.ts'

const product = (sizes: Shape): number | null =>
  sizes.reduce<number | null>((all, size) => (all === null || size === null ? null : all * size), 1)

/** The shape that all inputs have; with `stretch` a size of 1 goes with any. */
function addShapes(inputs: Shape[], stretch: boolean): Shape {
  const first = inputs[0] ?? []
  inputs.forEach((shape, index) => {
    const agrees =
      shape.length === first.length &&
      shape.every(
        (size, axis) =>
          size === null ||
          first[axis] === null ||
          size === first[axis] ||
          (stretch && size === 1) ||
          (stretch && first[axis] === 1),
      )
    if (!agrees) {
      throw new ShapeFault('model.shapes-differ', { shape: shapeText(shape), first: shapeText(first) }, index)
    }
  })
  return first.map((_, axis) => {
    const sizes = inputs.map((shape) => shape[axis] ?? null)
    return sizes.find((size) => size !== null && size !== 1) ?? (sizes.includes(null) ? null : 1)
  })
}

function joinShapes(inputs: Shape[], at: number): Shape {
  const first = inputs[0] ?? []
  const axis = at < 0 ? first.length + at : at
  if (axis < 1 || axis >= first.length) {
    throw new ShapeFault('model.axis', { axis: at, shape: shapeText(first) })
  }
  const others = addShapes(
    inputs.map((shape) => shape.map((size, index) => (index === axis ? null : size))),
    false,
  )
  const sizes = inputs.map((shape) => shape[axis] ?? null)
  const joined = sizes.reduce<number | null>(
    (all, size) => (all === null || size === null ? null : all + size),
    0,
  )
  return others.map((size, index) => (index === axis ? joined : size))
}

/** Element by element; a size of 1 is stretched to the others', as Keras does. */
const merging: LayerKind = {
  family: 'merge',
  parameters: [],
  merges: true,
  outputShape: (_, inputs) => addShapes(inputs, true),
  parameterCount: () => 0,
}

export const shapeLayers: Record<string, LayerKind> = {
  Flatten: {
    family: 'shape',
    parameters: [],
    outputShape: (_, inputs) => {
      const shape = inputs[0] ?? []
      return [shape[0] ?? null, product(shape.slice(1))]
    },
    parameterCount: () => 0,
  },
  Reshape: {
    family: 'shape',
    parameters: [{ name: 'target_shape', kind: 'text' }],
    outputShape: (config, inputs) => {
      const shape = inputOfRank(inputs, 1, 8)
      const target = Array.isArray(config.target_shape) ? config.target_shape.map(Number) : []
      const known = target.filter((size) => size >= 0).reduce((all, size) => all * size, 1)
      const open = target.filter((size) => size < 0).length
      const total = product(shape.slice(1))
      if (total === null) return [shape[0] ?? null, ...target.map((size) => (size < 0 ? null : size))]
      if (open > 1 || (open === 1 ? known === 0 || total % known !== 0 : total !== known)) {
        throw new ShapeFault('model.reshape', { target: shapeText(target), shape: shapeText(shape) })
      }
      return [shape[0] ?? null, ...target.map((size) => (size < 0 ? total / known : size))]
    },
    parameterCount: () => 0,
  },
  Permute: {
    family: 'shape',
    parameters: [{ name: 'dims', kind: 'text' }],
    outputShape: (config, inputs) => {
      const shape = inputs[0] ?? []
      const dims = Array.isArray(config.dims) ? config.dims.map(Number) : []
      const whole = dims.length === shape.length - 1 && dims.every((_, axis) => dims.includes(axis + 1))
      if (!whole) throw new ShapeFault('model.axis', { axis: dims.join(', '), shape: shapeText(shape) })
      return [shape[0] ?? null, ...dims.map((axis) => shape[axis] ?? null)]
    },
    parameterCount: () => 0,
  },
  RepeatVector: {
    family: 'shape',
    parameters: [{ name: 'n', kind: 'number', min: 1, integer: true }],
    outputShape: (config, inputs) => {
      const [batch = null, size = null] = inputOfRank(inputs, 2)
      return [batch, numberOf(config, 'n', 1), size]
    },
    parameterCount: () => 0,
  },
  Masking: {
    family: 'recurrent',
    parameters: [{ name: 'mask_value', kind: 'number', min: -1e9 }],
    outputShape: (_, inputs) => inputOfRank(inputs, 3, 6),
    parameterCount: () => 0,
  },
  OnesLike: { family: 'shape', parameters: [], ...unchanged },
  Cumsum: { family: 'shape', parameters: [], ...unchanged },
  Add: merging,
  Subtract: merging,
  Multiply: merging,
  Average: merging,
  Maximum: merging,
  Minimum: merging,
  Concatenate: {
    family: 'merge',
    parameters: [{ name: 'axis', kind: 'number', min: -5, max: 5, integer: true }],
    merges: true,
    outputShape: (config, inputs) => joinShapes(inputs, numberOf(config, 'axis', -1)),
    parameterCount: () => 0,
  },
}
