import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import type { OptimizerName } from '../../../contract/training/optimizers.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'

/** What an update knows besides the variable: all scalars are tensors, so that a recorded step reads them anew each time. */
export interface UpdateContext {
  tf: TensorFlow
  /** Arguments by Keras's names. */
  settings: Record<string, number>
  rate: Tensor
  /** Number of this step, from 1, as float32. */
  step: Tensor
  /** What is taken for the square of the gradient; differs from it for a table that rows are looked up in. */
  square: Tensor
  /** What is taken for its absolute value, likewise. */
  size: Tensor
}

export interface OptimizerRule {
  /** Whether the square of the gradient is used, or its absolute value. */
  squares?: true
  sizes?: true
  /** What is kept for each variable, by the names Keras gives, and what it starts from. */
  slots(settings: Record<string, number>): Record<string, number>
  /** Assigns the slots and gives the variable's new value. */
  update(context: UpdateContext, value: Tensor, gradient: Tensor, slots: Variable[]): Tensor
}

const put = (slot: Variable | undefined, value: Tensor): Tensor => {
  slot?.assign(value)
  return slot as Tensor
}

/** The running mean `slot + (value - slot) * (1 - decay)`, in the order of operations Keras has. */
const blend = (slot: Variable | undefined, value: Tensor, decay: number): Tensor =>
  put(slot, (slot as Tensor).add(value.sub(slot as Tensor).mul(1 - decay)))

const weighed = (slot: Variable | undefined, value: Tensor, decay: number): Tensor =>
  put(slot, (slot as Tensor).mul(decay).add(value.mul(1 - decay)))

const sgd: OptimizerRule = {
  slots: ({ momentum }): Record<string, number> => (momentum ? { momentum: 0 } : {}),
  update({ settings, rate }, value, gradient, [slot]) {
    if (!slot) return value.sub(gradient.mul(rate))
    const moved = put(slot, slot.mul(settings.momentum as number).sub(gradient.mul(rate)))
    return settings.nesterov
      ? value.add(moved.mul(settings.momentum as number).sub(gradient.mul(rate)))
      : value.add(moved)
  },
}

/** Kingma and Ba, 2015, in the form after section 2: both corrections go into the step size. */
const adam: OptimizerRule = {
  squares: true,
  slots: ({ amsgrad }) => ({ momentum: 0, velocity: 0, ...(amsgrad ? { velocity_hat: 0 } : {}) }),
  update({ tf, settings, rate, step, square: squared }, value, gradient, [first, second, highest]) {
    const { beta_1, beta_2, epsilon } = settings as Record<'beta_1' | 'beta_2' | 'epsilon', number>
    const one = tf.scalar(1)
    const alpha = rate.mul(one.sub(tf.pow(beta_2, step)).sqrt()).div(one.sub(tf.pow(beta_1, step)))
    const mean = blend(first, gradient, beta_1)
    const square = blend(second, squared, beta_2)
    const scale = highest ? put(highest, tf.maximum(highest, square)) : square
    return value.sub(mean.mul(alpha).div(scale.sqrt().add(epsilon)))
  },
}

const rmsprop: OptimizerRule = {
  squares: true,
  slots: ({ momentum, centered }) => ({
    velocity: 0,
    ...(momentum ? { momentum: 0 } : {}),
    ...(centered ? { average_gradient: 0 } : {}),
  }),
  update({ settings, rate, square: squared }, value, gradient, slots) {
    const { rho, momentum, epsilon } = settings as Record<'rho' | 'momentum' | 'epsilon', number>
    const square = weighed(slots[0], squared, rho)
    const mean = settings.centered ? weighed(slots.at(-1), gradient, rho) : undefined
    const spread = (mean ? square.sub(mean.square()) : square).add(epsilon)
    const step = rate.mul(gradient).div(spread.sqrt())
    return value.sub(momentum ? put(slots[1], (slots[1] as Tensor).mul(momentum).add(step)) : step)
  },
}

const adagrad: OptimizerRule = {
  squares: true,
  slots: ({ initial_accumulator_value }) => ({ accumulator: initial_accumulator_value as number }),
  update({ settings, rate, square: squared }, value, gradient, [slot]) {
    const sum = put(slot, (slot as Tensor).add(squared))
    return value.sub(rate.mul(gradient).div(sum.add(settings.epsilon as number).sqrt()))
  },
}

const adadelta: OptimizerRule = {
  squares: true,
  slots: () => ({ accumulated_grad: 0, accumulated_delta_var: 0 }),
  update({ settings, rate, square }, value, gradient, [squares, moves]) {
    const { rho, epsilon } = settings as Record<'rho' | 'epsilon', number>
    const spread = weighed(squares, square, rho).add(epsilon)
    const reach = (moves as Tensor).add(epsilon)
    const move = reach.sqrt().mul(gradient).div(spread.sqrt())
    // The square of the move, from what is taken for the square of the gradient.
    weighed(moves, reach.div(spread).mul(square), rho)
    return value.sub(rate.mul(move))
  },
}

const adamax: OptimizerRule = {
  sizes: true,
  slots: () => ({ momentum: 0, norm: 0 }),
  update({ tf, settings, rate, step, size }, value, gradient, [first, norm]) {
    const { beta_1, beta_2, epsilon } = settings as Record<'beta_1' | 'beta_2' | 'epsilon', number>
    const mean = blend(first, gradient, beta_1)
    const highest = put(norm, tf.maximum((norm as Tensor).mul(beta_2), size))
    return value.sub(rate.mul(mean).div(tf.scalar(1).sub(tf.pow(beta_1, step)).mul(highest.add(epsilon))))
  },
}

/** Dozat, 2016, with Keras's schedule of the momentum: beta_1 (1 - 0.96^t / 2). */
const nadam: OptimizerRule = {
  squares: true,
  // The product of the momenta so far is one number in Keras; here each variable keeps a copy of it as a slot of its shape's.
  slots: () => ({ momentum: 0, velocity: 0, u_product: 1 }),
  update({ tf, settings, rate, step, square: squared }, value, gradient, [first, second, product]) {
    const { beta_1, beta_2, epsilon } = settings as Record<'beta_1' | 'beta_2' | 'epsilon', number>
    const one = tf.scalar(1)
    const momentumAt = (at: Tensor) => one.sub(tf.pow(0.96, at).mul(0.5)).mul(beta_1)
    const now = momentumAt(step)
    const next = momentumAt(step.add(1))
    const soFar = put(product, (product as Tensor).mul(now))
    // Keras's Nadam, unlike its Adam, takes 1 - beta of betas that are float32 already: 0.00100005 for 0.999.
    const mean = blend(first, gradient, Math.fround(beta_1))
    const square = blend(second, squared, Math.fround(beta_2))
    const ahead = next
      .mul(mean)
      .div(one.sub(soFar.mul(next)))
      .add(one.sub(now).mul(gradient).div(one.sub(soFar)))
    const scale = square.div(one.sub(tf.pow(beta_2, step)))
    return value.sub(ahead.mul(rate).div(scale.sqrt().add(epsilon)))
  },
}

/** McMahan et al., 2013, "Ad click prediction", with Keras's shrinkage. */
const ftrl: OptimizerRule = {
  slots: ({ initial_accumulator_value }) => ({
    accumulator: initial_accumulator_value as number,
    linear: 0,
  }),
  update({ tf, settings, rate }, value, gradient, [accumulator, linear]) {
    const power = -(settings.learning_rate_power as number)
    const l1 = settings.l1_regularization_strength as number
    const l2 = tf
      .scalar(settings.l2_regularization_strength as number)
      .add(tf.scalar(settings.beta as number).div(rate.mul(2)))
    const shrunk = gradient.add(value.mul(2 * (settings.l2_shrinkage_regularization_strength as number)))
    const sum = (accumulator as Tensor).add(gradient.square())
    const raised = sum.pow(power)
    const line = put(
      linear,
      (linear as Tensor).add(
        shrunk.sub(
          raised
            .sub((accumulator as Tensor).pow(power))
            .div(rate)
            .mul(value),
        ),
      ),
    )
    put(accumulator, sum)
    return line
      .clipByValue(-l1, l1)
      .sub(line)
      .div(raised.div(rate).add(l2.mul(2)))
  },
}

/** Chen et al., 2023. */
const lion: OptimizerRule = {
  slots: () => ({ momentum: 0 }),
  update({ settings, rate }, value, gradient, [slot]) {
    const { beta_1, beta_2 } = settings as Record<'beta_1' | 'beta_2', number>
    const moved = value.sub(
      rate.mul(
        (slot as Tensor)
          .mul(beta_1)
          .add(gradient.mul(1 - beta_1))
          .sign(),
      ),
    )
    weighed(slot, gradient, beta_2)
    return moved
  },
}

/** The update of each optimizer, formula by formula as in `keras.optimizers`. */
export const optimizerRules: Record<OptimizerName, OptimizerRule> = {
  sgd,
  momentum: sgd,
  adam,
  adamw: adam,
  rmsprop,
  adagrad,
  adadelta,
  adamax,
  nadam,
  ftrl,
  lion,
}
