import { type Axes, type Config, type Parameter, type Shape, ShapeFault, shapeText } from './layer-kind.ts'

export const padding: Parameter = { name: 'padding', kind: 'choice', options: ['valid', 'same'] }
/** Sizes that the inspector edits as a pair along two axes, and as text along one or three. */
export const sizes = (name: string, axes: Axes): Parameter =>
  axes === 2 ? { name, kind: 'pair', min: 1 } : { name, kind: 'text' }

/** The reach of a kernel whose taps are `spread` apart. */
export const reach = (size: number, spread: number) => (size - 1) * spread + 1

/**
 * The sizes of a picture or sequence after a window has slid over it, an axis for each entry of `window`.
 * Keras: valid floor((size - window) / stride) + 1, same and causal ceil(size / stride).
 */
export function slide(config: Config, shape: Shape, window: number[], step: number[]): Shape {
  return window.map((length, axis) => {
    const size = shape[axis + 1]
    const stride = step[axis] ?? 1
    if (typeof size !== 'number') return null
    if (config.padding === 'same' || config.padding === 'causal') return Math.ceil(size / stride)
    if (size < length) {
      throw new ShapeFault('model.window-too-large', { window: window.join('×'), shape: shapeText(shape) })
    }
    return Math.floor((size - length) / stride) + 1
  })
}
