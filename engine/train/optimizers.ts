import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { type OptimizerName, type OptimizerSettings, optimizerDefaults } from '../../contract/optimizers.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
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
  /** The gradients after clipping. */
  clip(gradients: Tensor[]): Tensor[]
  /** Whether its rule uses the square of the gradient. */
  readonly squares: boolean
  /**
   * Assigns a variable, by its place in the list, and its slots.
   * @param gradient after clipping
   * @param step counts from 1
   * @param square what is taken for the square of the gradient, if not just that
   */
  apply(place: number, gradient: Tensor, rate: Tensor, step: Tensor, square?: Tensor | null): void
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
  const initial = rule.slots(settings)
  const slots = variables.map((variable) =>
    Object.values(initial).map((value) =>
      tf.tidy(() => tf.variable(tf.fill(variable.shape, value), false, undefined, 'float32')),
    ),
  )
  const clip = (gradients: Tensor[]) => clipped(tf, settings, gradients)
  return {
    name,
    settings,
    slots,
    slotNames: Object.keys(initial),
    clip,
    squares: rule.squares === true,
    apply: (place, gradient, rate, step, square) =>
      tf.tidy(() => {
        const variable = variables[place] as Variable
        const decay = settings.weight_decay
        const value = decay ? variable.sub(variable.mul(decay).mul(rate)) : variable
        const context = { tf, settings, rate, step, square: square ?? gradient.square() }
        const updated = rule.update(context, value, gradient, slots[place] as Variable[])
        variable.assign((constraints.get(variable)?.(updated) ?? updated) as never)
      }),
    dispose: () => tf.dispose(slots),
  }
}

/** `clipnorm`, `global_clipnorm` and `clipvalue` of Keras, of which the first that is set counts. */
function clipped(tf: TensorFlow, settings: Record<string, number>, gradients: Tensor[]): Tensor[] {
  const { clipnorm, global_clipnorm: globalClipnorm, clipvalue } = settings
  const shrunk = (gradient: Tensor, norm: Tensor, most: number) =>
    gradient.mul(tf.scalar(most).div(tf.maximum(norm, most)))
  if (clipnorm) return gradients.map((gradient) => shrunk(gradient, gradient.square().sum().sqrt(), clipnorm))
  if (globalClipnorm) {
    const squares = gradients.map((gradient) => gradient.square().sum())
    const norm = tf.addN(squares).sqrt()
    return gradients.map((gradient) => shrunk(gradient, norm, globalClipnorm))
  }
  if (clipvalue) return gradients.map((gradient) => gradient.clipByValue(-clipvalue, clipvalue))
  return gradients
}
