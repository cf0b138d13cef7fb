import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'

/** What a weight is brought back to after each update. */
export type Constraint = (weight: Tensor) => Tensor
type Config = Record<string, unknown>

/** Keras's `backend.epsilon()`. */
const epsilon = 1e-7

const axisOf = (config: Config) => (config.axis ?? 0) as number | number[]
const numberOf = (config: Config, name: string, otherwise: number) =>
  typeof config[name] === 'number' ? (config[name] as number) : otherwise

const norms = (weight: Tensor, config: Config) => weight.square().sum(axisOf(config), true).sqrt()

const constraints: Record<string, (config: Config) => Constraint> = {
  nonneg: () => (weight) => weight.maximum(0),
  maxnorm: (config) => (weight) => {
    const found = norms(weight, config)
    return weight.mul(found.clipByValue(0, numberOf(config, 'max_value', 2)).div(found.add(epsilon)))
  },
  unitnorm: (config) => (weight) => weight.div(norms(weight, config).add(epsilon)),
  minmaxnorm: (config) => (weight) => {
    const found = norms(weight, config)
    const rate = numberOf(config, 'rate', 1)
    const wanted = found
      .clipByValue(numberOf(config, 'min_value', 0), numberOf(config, 'max_value', 1))
      .mul(rate)
      .add(found.mul(1 - rate))
    return weight.mul(wanted.div(found.add(epsilon)))
  },
}

/**
 * A constraint of `keras.constraints` as a layer's config names it. Nothing for none.
 * @throws Fault `engine.constraint-unknown`
 */
export function constraint(setting: string, value: unknown): Constraint | undefined {
  if (value === null || value === undefined) return undefined
  const { class_name, config } =
    typeof value === 'string'
      ? { class_name: value, config: {} }
      : (value as { class_name: string; config: Config })
  const make = constraints[class_name.replaceAll('_', '').toLowerCase()]
  if (!make) throw new Fault('engine.constraint-unknown', { setting, kind: class_name })
  return make(config)
}
