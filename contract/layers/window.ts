import { type Config, type Parameter, type Shape, ShapeFault, shapeText } from './layer-kind.ts'

export const padding: Parameter = { name: 'padding', kind: 'choice', options: ['valid', 'same'] }
export const sizes = (name: string): Parameter => ({ name, kind: 'text' })

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
