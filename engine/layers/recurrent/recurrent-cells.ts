import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { float32, nativeOp } from '../../runtime/native-op.ts'

/**
 * One step of a recurrent layer and its gradient, written by hand: the products with the input are done once for all steps
 * before the loop, those for the weights' gradients once after it, and only what truly depends on the step before is inside.
 *
 * Shapes: `projected` [batch, gates x units] is x W + b of this step; states are [batch, units].
 */
export interface RecurrentCell {
  gates: number
  /** How many tensors a step keeps. */
  kept: number
  /** LSTM has two states, the others one; the first is the output. */
  states: number
  /** The next states, and what the gradient needs. */
  forward(
    projected: Tensor,
    states: Tensor[],
    kernel: Tensor,
    bias: Tensor | null,
  ): { states: Tensor[]; kept: Tensor[] }
  /**
   * From the gradients of the next states: that of the projected input, that of the product with the recurrent kernel
   * (the same but for GRU), and those of the states before, without what comes through the recurrent kernel.
   */
  backward(
    gradients: Tensor[],
    before: Tensor[],
    kept: Tensor[],
  ): { projected: Tensor; recurrent: Tensor; states: (Tensor | null)[] }
}

/** A function and its gradient from its own output, which is all that a step keeps of it. */
export interface Squash {
  apply(x: Tensor): Tensor
  gradient(y: Tensor, dy: Tensor): Tensor
}

/** The activations that a recurrent layer may have. */
export function squash(tf: TensorFlow, name: string): Squash | undefined {
  const known: Record<string, Squash> = {
    tanh: { apply: tf.tanh, gradient: (y, dy) => nativeOp(tf, 'TanhGrad', [float32], [y, dy]) },
    sigmoid: { apply: tf.sigmoid, gradient: (y, dy) => nativeOp(tf, 'SigmoidGrad', [float32], [y, dy]) },
    relu: { apply: tf.relu, gradient: (y, dy) => nativeOp(tf, 'ReluGrad', [float32], [dy, y]) },
    linear: { apply: (x) => x.clone(), gradient: (_y, dy) => dy.clone() },
    hard_sigmoid: {
      apply: (x) => x.div(6).add(0.5).clipByValue(0, 1),
      gradient: (y, dy) => dy.div(6).mul(y.greater(0).logicalAnd(y.less(1)).toFloat()),
    },
  }
  return known[name]
}

/** How a cell multiplies two matrices: bare where the gradient is written by hand, else with tfjs's. */
export type Product = (a: Tensor, b: Tensor) => Tensor

/** tanh(x W + h U + b): `keras.layers.SimpleRNNCell`. */
export const simpleCell = (product: Product, act: Squash): RecurrentCell => ({
  gates: 1,
  kept: 1,
  states: 1,
  forward(projected, [h], kernel) {
    const next = act.apply(projected.add(product(h as Tensor, kernel)))
    return { states: [next], kept: [next] }
  },
  backward([dh], _before, [next]) {
    const dz = act.gradient(next as Tensor, dh as Tensor)
    return { projected: dz, recurrent: dz, states: [null] }
  },
})

/** Gates in Keras's order: input, forget, candidate, output (`keras.layers.LSTMCell`). */
export const lstmCell = (tf: TensorFlow, product: Product, act: Squash, gate: Squash): RecurrentCell => ({
  gates: 4,
  kept: 5,
  states: 2,
  forward(projected, [h, c], kernel) {
    const z = projected.add(product(h as Tensor, kernel))
    const [zi, zf, zg, zo] = tf.split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor]
    const [i, f, g, o] = [gate.apply(zi), gate.apply(zf), act.apply(zg), gate.apply(zo)]
    const cell = f.mul(c as Tensor).add(i.mul(g))
    const squashed = act.apply(cell)
    return { states: [o.mul(squashed), cell], kept: [i, f, g, o, squashed] }
  },
  backward([dh, dc], [, cell], kept) {
    const [i, f, g, o, squashed] = kept as [Tensor, Tensor, Tensor, Tensor, Tensor]
    const through = act.gradient(squashed, (dh as Tensor).mul(o))
    const whole = dc ? dc.add(through) : through
    const dz = tf.concat(
      [
        gate.gradient(i, whole.mul(g)),
        gate.gradient(f, whole.mul(cell as Tensor)),
        act.gradient(g, whole.mul(i)),
        gate.gradient(o, (dh as Tensor).mul(squashed)),
      ],
      1,
    )
    return { projected: dz, recurrent: dz, states: [null, whole.mul(f)] }
  },
})

/**
 * `keras.layers.GRUCell` with `reset_after`: z = s(xz + hUz), r = s(xr + hUr), c = tanh(xc + r * (hUc + b)),
 * h' = z * h + (1 - z) * c. The recurrent product has a bias of its own.
 */
export const gruCell = (tf: TensorFlow, product: Product, act: Squash, gate: Squash): RecurrentCell => ({
  gates: 3,
  kept: 4,
  states: 1,
  forward(projected, [h], kernel, bias) {
    const plain = product(h as Tensor, kernel)
    const recurrent = bias ? plain.add(bias) : plain
    const [xz, xr, xc] = tf.split(projected, 3, 1) as [Tensor, Tensor, Tensor]
    const [hz, hr, hc] = tf.split(recurrent, 3, 1) as [Tensor, Tensor, Tensor]
    const z = gate.apply(xz.add(hz))
    const r = gate.apply(xr.add(hr))
    const c = act.apply(xc.add(r.mul(hc)))
    return { states: [c.add(z.mul((h as Tensor).sub(c)))], kept: [z, r, c, hc] }
  },
  backward([dh], [h], kept) {
    const [z, r, c, hc] = kept as [Tensor, Tensor, Tensor, Tensor]
    const dhz = (dh as Tensor).mul(z)
    const dc = act.gradient(c, (dh as Tensor).sub(dhz))
    const dz = gate.gradient(z, (dh as Tensor).mul((h as Tensor).sub(c)))
    const dr = gate.gradient(r, dc.mul(hc))
    return {
      projected: tf.concat([dz, dr, dc], 1),
      recurrent: tf.concat([dz, dr, dc.mul(r)], 1),
      states: [dhz],
    }
  },
})

/**
 * `keras.layers.GRUCell` without `reset_after` (Cho et al., 2014): c = tanh(xc + (r * h) Uc). Its gradient is tfjs's own, so it
 * has none by hand.
 */
export const resetBeforeCell = (
  tf: TensorFlow,
  product: Product,
  act: Squash,
  gate: Squash,
): Pick<RecurrentCell, 'gates' | 'states' | 'forward'> => ({
  gates: 3,
  states: 1,
  forward(projected, [before], kernel) {
    const h = before as Tensor
    const units = h.shape[1] as number
    const [gates, candidate] = tf.split(kernel, [2 * units, units], 1) as [Tensor, Tensor]
    const [xz, xr, xc] = tf.split(projected, 3, 1) as [Tensor, Tensor, Tensor]
    const [hz, hr] = tf.split(product(h, gates), 2, 1) as [Tensor, Tensor]
    const z = gate.apply(xz.add(hz))
    const c = act.apply(xc.add(product(gate.apply(xr.add(hr)).mul(h), candidate)))
    return { states: [c.add(z.mul(h.sub(c)))], kept: [] }
  },
})
