import type { FailureCode } from '../failure.ts'

/** Sizes of one sample's tensor with the batch in front; null where a size is only known with the data. */
export type Shape = (number | null)[]

/** One setting that the inspector edits, by its Keras name. */
export type Parameter =
  | { name: string; kind: 'number'; min: number; max?: number; integer?: boolean }
  | { name: string; kind: 'pair'; min: number }
  | { name: string; kind: 'choice'; options: readonly string[] }
  | { name: string; kind: 'boolean' }
  | { name: string; kind: 'text' }

export type Family =
  | 'input'
  | 'dense'
  | 'convolution'
  | 'pooling'
  | 'normalization'
  | 'shape'
  | 'merge'
  | 'recurrent'

export type Config = Record<string, unknown>

/** Why a layer cannot take its inputs. `input` is the index of the one at fault. */
export class ShapeFault extends Error {
  readonly code: FailureCode
  readonly values: Record<string, string | number>
  readonly input: number

  constructor(code: FailureCode, values: Record<string, string | number> = {}, input = 0) {
    super(code)
    this.code = code
    this.values = values
    this.input = input
  }
}

/** What Lathe knows of a layer: which settings it has, and what it does to shapes. */
export interface LayerKind {
  family: Family
  parameters: readonly Parameter[]
  /** Takes more than one input. */
  merges?: boolean
  /**
   * Its inputs are arguments of their own (query, value, key), where a layer that merges takes one list. A lone one stands
   * for the first two.
   */
  separate?: boolean
  /**
   * The shape that comes out, batch first.
   * @throws ShapeFault when the inputs do not fit
   */
  outputShape(config: Config, inputs: Shape[]): Shape
  /** Numbers the layer keeps, trained and not; 0 where a needed size is not known. */
  parameterCount(config: Config, inputs: Shape[]): number
}

export const activations = [
  'linear',
  'relu',
  'sigmoid',
  'tanh',
  'softmax',
  'gelu',
  'silu',
  'elu',
  'selu',
  'leaky_relu',
  'relu6',
  'mish',
  'softplus',
  'softsign',
  'exponential',
  'celu',
  'hard_sigmoid',
  'hard_silu',
  'hard_tanh',
  'log_sigmoid',
  'log_softmax',
  'soft_shrink',
  'hard_shrink',
  'tanh_shrink',
  'squareplus',
  'sparse_plus',
  'sparse_sigmoid',
] as const

export const activation: Parameter = { name: 'activation', kind: 'choice', options: activations }
export const useBias: Parameter = { name: 'use_bias', kind: 'boolean' }
export const units: Parameter = { name: 'units', kind: 'number', min: 1, integer: true }

/** A shape as it is shown: `(?, 28, 28, 1)`. */
export const shapeText = (shape: Shape): string => `(${shape.map((size) => size ?? '?').join(', ')})`

/** A number of a layer's config; `otherwise` where it has none by this name. */
export const numberOf = (config: Config, name: string, otherwise = 0): number =>
  typeof config[name] === 'number' ? config[name] : otherwise

/** Along how many axes a layer slides or stretches: a sequence has one, a picture two, a volume three. */
export type Axes = 1 | 2 | 3

/** A setting with one number an axis; Keras takes a bare number for all of them. */
export function perAxis(config: Config, name: string, axes: Axes, otherwise: number): number[] {
  const value = config[name]
  const list = Array.isArray(value) ? value : [value]
  return Array.from({ length: axes }, (_, axis) => {
    const size = list[axis] ?? list[0]
    return typeof size === 'number' ? size : otherwise
  })
}

/** How much is added or cut at both ends of an axis: Keras takes one number, one an axis, or a pair an axis. */
export function marginsOf(config: Config, name: string, axes: number): [number, number][] {
  const value = config[name]
  const list = Array.isArray(value) ? value : Array.from({ length: axes }, () => value)
  // A lone axis has its two ends side by side.
  if (axes === 1 && list.length === 2) return [[Number(list[0]), Number(list[1])]]
  return list.map((ends: unknown) =>
    Array.isArray(ends) ? [Number(ends[0]), Number(ends[1])] : [Number(ends), Number(ends)],
  )
}

/** A layer that gives what it takes, as far as shapes go, and keeps no numbers. */
export const unchanged: Pick<LayerKind, 'outputShape' | 'parameterCount'> = {
  outputShape: (_, inputs) => inputs[0] ?? [],
  parameterCount: () => 0,
}

/** The first input, when it has one of the ranks (batch included) that the layer takes. */
export function inputOfRank(inputs: Shape[], least: number, most = least): Shape {
  const shape = inputs[0] ?? []
  if (shape.length < least || shape.length > most) {
    throw new ShapeFault('model.rank', {
      wanted: least === most ? least : `${least}-${most}`,
      shape: shapeText(shape),
    })
  }
  return shape
}

/** The last size, which decides how many weights there are. */
export function channelsOf(shape: Shape): number {
  const size = shape.at(-1)
  if (typeof size !== 'number') throw new ShapeFault('model.size-unknown', { shape: shapeText(shape) })
  return size
}
