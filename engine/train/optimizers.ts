import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import type { OptimizerName } from '../../contract/training.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'

/** Changes the variables by their gradients, in the same order. */
export interface Optimizer {
  apply(gradients: Tensor[]): void
  dispose(): void
}

/** One update of a variable from its gradient, its slots and the number of this step (from 1). Gives the new value. */
type Update = (
  tf: TensorFlow,
  value: Tensor,
  gradient: Tensor,
  slots: Variable[],
  rate: number,
  step: number,
) => Tensor

const epsilon = 1e-7

const keep = (slot: Variable, value: Tensor) => {
  slot.assign(value as never)
  return slot as Tensor
}

/** The formulas are those of `keras.optimizers`, with Keras's defaults. */
const rules: Record<OptimizerName, { slots: number; update: Update }> = {
  sgd: { slots: 0, update: (_tf, value, gradient, _slots, rate) => value.sub(gradient.mul(rate)) },
  momentum: {
    slots: 1,
    update: (_tf, value, gradient, [velocity], rate) =>
      value.add(keep(velocity as Variable, (velocity as Variable).mul(0.9).sub(gradient.mul(rate)))),
  },
  // Kingma and Ba, 2015, in the form after section 2: both corrections go into the step size.
  adam: {
    slots: 2,
    update: (_tf, value, gradient, [first, second], rate, step) => {
      const size = (rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step)
      const mean = keep(
        first as Variable,
        (first as Variable).add(gradient.sub(first as Variable).mul(1 - 0.9)),
      )
      const square = keep(
        second as Variable,
        (second as Variable).add(
          gradient
            .square()
            .sub(second as Variable)
            .mul(1 - 0.999),
        ),
      )
      return value.sub(mean.mul(size).div(square.sqrt().add(epsilon)))
    },
  },
  rmsprop: {
    slots: 1,
    update: (_tf, value, gradient, [velocity], rate) => {
      const mean = keep(
        velocity as Variable,
        (velocity as Variable).mul(0.9).add(gradient.square().mul(1 - 0.9)),
      )
      return value.sub(gradient.mul(rate).div(mean.add(epsilon).sqrt()))
    },
  },
}

/** An optimizer with slots of its own for these variables. */
export function createOptimizer(
  tf: TensorFlow,
  name: OptimizerName,
  rate: number,
  variables: Variable[],
): Optimizer {
  const { slots, update } = rules[name]
  const kept = variables.map((variable) =>
    Array.from({ length: slots }, () => tf.variable(tf.zeros(variable.shape), false)),
  )
  let step = 0
  return {
    apply(gradients) {
      step += 1
      tf.tidy(() => {
        for (const [index, variable] of variables.entries()) {
          variable.assign(
            update(tf, variable, gradients[index] as Tensor, kept[index] as Variable[], rate, step) as never,
          )
        }
      })
    },
    dispose() {
      for (const slot of kept.flat()) slot.dispose()
    },
  }
}
