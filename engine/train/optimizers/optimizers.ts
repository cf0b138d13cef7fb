import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import {
  type OptimizerName,
  type OptimizerSettings,
  optimizerDefaults,
} from '../../../contract/training/optimizers.ts'
import type { RowSums } from '../../layers/settings/settings.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { optimizerRules } from './optimizer-rules.ts'

/** Slots for a list of variables, and the step that changes both. */
export interface Optimizer {
  readonly name: OptimizerName
  /** All arguments by Keras's names; true is 1, what is off is left out. */
  readonly settings: Record<string, number>
  /** What is kept for each variable, in the order of the rule's slots. */
  readonly slots: Variable[][]
  /** Slot names in that order, as Keras has them. */
  readonly slotNames: string[]
  /**
   * The gradients after clipping, and what was made of the rows of tables, by their places.
   * @param sums null for what is no table
   */
  clip(gradients: Tensor[], sums: (RowSums | null)[]): { gradients: Tensor[]; sums: (RowSums | null)[] }
  /** Whether its rule uses the square of the gradient, or its size, which a table's rows have of their own. */
  readonly squares: boolean
  /** What tables need to know of it before a gradient is taken. */
  readonly rows: { clip: number | null; sizes: boolean }
  /**
   * Assigns a variable, by its place in the list, and its slots.
   * @param gradient after clipping
   * @param step counts from 1
   * @param sums what is taken for the square and the size of the gradient, if not just these
   */
  apply(place: number, gradient: Tensor, rate: Tensor, step: Tensor, sums?: RowSums | null): void
  /** Puts the running averages in place of the variables, as Keras does at the end of a training; whether there are any. */
  takeAverages(): boolean
  dispose(): void
}

/**
 * An optimizer for these variables, with Keras's defaults where `given` says nothing.
 * @param constraints what variables are brought back to after their update
 */
export function createOptimizer(
  tf: TensorFlow,
  name: OptimizerName,
  given: OptimizerSettings,
  variables: Variable[],
  constraints: Map<Variable, (value: Tensor) => Tensor> = new Map(),
): Optimizer {
  const settings = Object.fromEntries(
    Object.entries({ ...optimizerDefaults[name], ...given })
      .filter(([, value]) => value !== null && value !== false)
      .map(([key, value]) => [key, Number(value)]),
  )
  const rule = optimizerRules[name]
  const initial = { ...rule.slots(settings), ...(settings.use_ema ? { average: 0 } : {}) }
  const slots = variables.map((variable) =>
    Object.values(initial).map((value) =>
      tf.tidy(() => tf.variable(tf.fill(variable.shape, value), false, undefined, 'float32')),
    ),
  )
  return {
    name,
    settings,
    slots,
    slotNames: Object.keys(initial),
    clip: (gradients, sums) => clipped(tf, settings, gradients, sums),
    squares: rule.squares === true || rule.sizes === true,
    rows: { clip: clipOf(settings), sizes: rule.sizes === true },
    apply: (place, gradient, rate, step, sums) =>
      tf.tidy(() => {
        const variable = variables[place] as Variable
        const decay = settings.weight_decay
        const value = decay ? variable.sub(variable.mul(decay).mul(rate)) : variable
        const square = sums?.squares ?? gradient.square()
        const size = sums?.sizes ?? gradient.abs()
        const context = { tf, settings, rate, step, square, size }
        const own = slots[place] as Variable[]
        const updated = settings.use_ema
          ? averaged(
              tf,
              settings,
              own.at(-1) as Variable,
              rule.update(context, value, gradient, own.slice(0, -1)),
              step,
            )
          : rule.update(context, value, gradient, own)
        variable.assign(constraints.get(variable)?.(updated) ?? updated)
      }),
    takeAverages() {
      if (!settings.use_ema) return false
      for (const [place, variable] of variables.entries()) variable.assign(slots[place]?.at(-1) as Tensor)
      return true
    },
    dispose: () => tf.dispose(slots),
  }
}

/**
 * Keras's `use_ema`: follows a variable with a running average (Polyak and Juditsky, 1992), which takes its place every
 * `ema_overwrite_frequency` steps. Gives what the variable becomes.
 */
function averaged(
  tf: TensorFlow,
  { ema_momentum, ema_overwrite_frequency: every }: Record<string, number>,
  average: Variable,
  value: Tensor,
  step: Tensor,
): Tensor {
  // The first step has nothing to average with.
  const momentum = step
    .greater(1)
    .toFloat()
    .mul(ema_momentum as number)
  const next = average.mul(momentum).add(value.mul(tf.scalar(1).sub(momentum)))
  average.assign(next)
  return every ? tf.where(step.mod(every).equal(0), next, value) : value
}

/** `clipvalue`, where no clip comes before it. */
const clipOf = ({ clipnorm, global_clipnorm, clipvalue }: Record<string, number>): number | null =>
  clipnorm || global_clipnorm ? null : clipvalue || null

/**
 * `clipnorm`, `global_clipnorm` and `clipvalue` of Keras, of which the first that is set counts. The norm of a table is that of
 * all rows that were looked up, a row that was looked up twice counting twice; its values were cut before they were added up.
 */
function clipped(
  tf: TensorFlow,
  settings: Record<string, number>,
  gradients: Tensor[],
  sums: (RowSums | null)[],
): { gradients: Tensor[]; sums: (RowSums | null)[] } {
  const { clipnorm, global_clipnorm: globalClipnorm } = settings
  const squared = (place: number) => (sums[place]?.squares ?? (gradients[place] as Tensor).square()).sum()
  if (clipnorm) {
    const factors = gradients.map((_, place) =>
      tf.scalar(clipnorm).div(tf.maximum(squared(place).sqrt(), clipnorm)),
    )
    const by = (place: number) => factors[place] as Tensor
    return {
      gradients: gradients.map((gradient, place) => gradient.mul(by(place))),
      sums: sums.map(
        (sum, place) =>
          sum && {
            squares: sum.squares.mul(by(place).square()),
            sizes: sum.sizes?.mul(by(place)) ?? null,
          },
      ),
    }
  }
  if (globalClipnorm) {
    const norm = tf.addN(gradients.map((_, place) => squared(place))).sqrt()
    const factor = tf.scalar(globalClipnorm).div(tf.maximum(norm, globalClipnorm))
    // Here Keras makes one gradient of the rows, so that there are no sums of their own any more.
    return { gradients: gradients.map((gradient) => gradient.mul(factor)), sums: sums.map(() => null) }
  }
  const most = clipOf(settings)
  if (most === null) return { gradients, sums }
  return {
    gradients: gradients.map((gradient, place) =>
      sums[place] ? gradient : gradient.clipByValue(-most, most),
    ),
    sums,
  }
}
