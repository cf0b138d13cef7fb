import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { matMul, withGradient } from '../../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOp, nativeOps } from '../../runtime/native-op.ts'
import type { RecurrentCell } from './recurrent-cells.ts'

export interface Sequence {
  /** x W + b for all steps: [steps, batch, gates x units]. */
  projected: Tensor
  /** The recurrent kernel [units, gates x units]. */
  kernel: Tensor
  /** GRU's bias of the recurrent product [gates x units]. */
  bias: Tensor | null
  /** 1 where a step counts, else 0: [steps, batch, 1]. A masked step leaves the states as they were. */
  mask: Tensor | null
  /** What the state is multiplied by before the recurrent product: [batch, units]. */
  recurrentDropout: Tensor | null
  /** From the last step to the first. */
  backwards: boolean
  /** All outputs, or the last one alone. */
  all: boolean
}

/**
 * Runs a cell over all steps, from states of 0. Gives the outputs in the order they were made [steps, batch, units],
 * or the last one [batch, units].
 */
export function runSequence(tf: TensorFlow, cell: RecurrentCell, sequence: Sequence): Tensor {
  const { projected, kernel, bias, mask, recurrentDropout, backwards, all } = sequence
  const [steps, batch] = projected.shape as [number, number]
  const units = kernel.shape[0] as number
  const attributes = [float32, attribute.int('axis', 0)]
  const unstack = (tensor: Tensor) =>
    nativeOps(tf, 'Unpack', [...attributes, attribute.int('num', steps)], [tensor], steps)
  const inOrder = <T>(list: T[]): T[] => (backwards ? list.toReversed() : list)
  const stack = (tensors: Tensor[]) =>
    nativeOp(tf, 'Pack', [...attributes, attribute.int('N', tensors.length)], tensors)
  const extras = [mask, recurrentDropout].filter((tensor) => tensor !== null)
  const perStep = cell.states + cell.kept

  const inputs = (bias ? [projected, kernel, bias] : [projected, kernel]) as [Tensor, Tensor, Tensor]
  return withGradient(tf, inputs, ([x, u, b], save) => {
    const xs = inOrder(unstack(x))
    const counts = mask ? inOrder(unstack(mask)) : null
    const zero = tf.zeros([batch, units])
    let states: Tensor[] = Array.from({ length: cell.states }, () => zero)
    const saved: Tensor[] = []
    const outputs: Tensor[] = []
    for (const [index, step] of xs.entries()) {
      const seen = recurrentDropout
        ? [(states[0] as Tensor).mul(recurrentDropout), ...states.slice(1)]
        : states
      const next = cell.forward(step, seen, u, b ?? null)
      saved.push(...seen, ...next.kept)
      const count = counts?.[index]
      states = count
        ? next.states.map((state, place) => blended(states[place] as Tensor, state, count))
        : next.states
      outputs.push(states[0] as Tensor)
    }
    save([u, ...extras, ...saved])
    return {
      value: all ? stack(outputs) : (outputs.at(-1) as Tensor).clone(),
      gradFunc: (dy, then) => {
        const [kernelThen, ...rest] = then as [Tensor, ...Tensor[]]
        const maskThen = mask ? (rest.shift() as Tensor) : null
        const dropoutThen = recurrentDropout ? (rest.shift() as Tensor) : null
        const countsThen = maskThen ? inOrder(unstack(maskThen)) : null
        const dys: (Tensor | undefined)[] = all ? unstack(dy) : []
        if (!all) dys[steps - 1] = dy
        let flowing: (Tensor | null)[] = Array.from({ length: cell.states }, () => null)
        const dxs: Tensor[] = []
        const drs: Tensor[] = []
        const hs: Tensor[] = []
        for (let index = steps - 1; index >= 0; index--) {
          const here = rest.slice(index * perStep, (index + 1) * perStep)
          const before = here.slice(0, cell.states)
          const count = countsThen?.[index]
          const [dh, ...others] = flowing
          const own = dys[index]
          const incoming = [dh && own ? dh.add(own) : (dh ?? own ?? null), ...others]
          const counted = count ? incoming.map((gradient) => gradient?.mul(count) ?? null) : incoming
          const back = cell.backward(counted as Tensor[], before, here.slice(cell.states))
          const through = matMul(tf, back.recurrent, kernelThen, false, true)
          const whole = back.states[0] ? through.add(back.states[0]) : through
          const onward = [dropoutThen ? whole.mul(dropoutThen) : whole, ...back.states.slice(1)]
          flowing = count
            ? onward.map((gradient, place) => passedBy(incoming[place] ?? null, gradient ?? null, count))
            : onward
          dxs.unshift(back.projected)
          drs.unshift(back.recurrent)
          hs.unshift(before[0] as Tensor)
        }
        const recurrent = stack(drs).reshape([steps * batch, -1])
        const gradients = [
          stack(inOrder(dxs)),
          matMul(tf, stack(hs).reshape([steps * batch, units]), recurrent, true, false),
        ]
        return bias ? [...gradients, recurrent.sum(0)] : gradients
      },
    }
  })
}

const blended = (before: Tensor, after: Tensor, count: Tensor) => before.add(after.sub(before).mul(count))

/** What goes past a masked step: the whole gradient where the step does not count. */
const passedBy = (incoming: Tensor | null, through: Tensor | null, count: Tensor): Tensor | null => {
  if (!incoming) return through
  const past = incoming.mul(count.mul(-1).add(1))
  return through ? through.add(past) : past
}
