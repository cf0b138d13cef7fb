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
  'elu',
  'selu',
  'softplus',
  'softsign',
  'hard_sigmoid',
] as const

export const activation: Parameter = { name: 'activation', kind: 'choice', options: activations }
export const useBias: Parameter = { name: 'use_bias', kind: 'boolean' }
export const units: Parameter = { name: 'units', kind: 'number', min: 1, integer: true }

export const shapeText = (shape: Shape): string => `(${shape.map((size) => size ?? '?').join(', ')})`

export const numberOf = (config: Config, name: string, otherwise = 0): number =>
  typeof config[name] === 'number' ? config[name] : otherwise

/** Keras takes one number for both directions, or a pair. */
export function pairOf(config: Config, name: string, otherwise: [number, number]): [number, number] {
  const value = config[name]
  if (typeof value === 'number') return [value, value]
  return Array.isArray(value) ? [Number(value[0]), Number(value[1])] : otherwise
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
