import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { withGradient } from '../../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOp, nativeOps } from '../../runtime/native-op.ts'

export interface LstmSequence {
  /** [steps, batch, features]. */
  steps: Tensor
  /** [features, 4 x units], gates in Keras's order: input, forget, candidate, output. */
  kernel: Tensor
  /** [units, 4 x units]. */
  recurrentKernel: Tensor
  /** [4 x units]. */
  bias: Tensor
  /** From the last step to the first. */
  backwards: boolean
  /** All outputs, or the last one alone. */
  all: boolean
}

/** What a step keeps for its gradient, in the order of the op's outputs, and the output itself. */
interface Step {
  i: Tensor
  cs: Tensor
  f: Tensor
  o: Tensor
  ci: Tensor
  co: Tensor
  h: Tensor
}

/** From this many rows on a batch runs as two halves. */
const rowsToHalve = 16

/**
 * LSTM with tanh and sigmoid over all steps, from states of 0. Gives what `runSequence` gives. Each step waits for the one
 * before, so one sequence keeps one core busy; the two halves of a batch do not wait for each other.
 */
export function runLstm(tf: TensorFlow, sequence: LstmSequence): Tensor {
  const { steps, all } = sequence
  const batch = steps.shape[1] as number
  if (batch < rowsToHalve || batch % 2 === 1) return runRows(tf, sequence)
  const halves = tf.split(steps, 2, 1).map((half) => runRows(tf, { ...sequence, steps: half }))
  return tf.concat(halves, all ? 1 : 0)
}

/**
 * LSTM with tanh and sigmoid over all steps, from states of 0, by TensorFlow's fused step: `LSTMBlockCell` is a whole step
 * forward, `LSTMBlockCellGrad` all of a step's backward but its product with the kernel, and the products for the weights'
 * gradients are done once for all steps (tensorflow/core/kernels/rnn/lstm_ops.cc). A hundred ops a step less than written
 * out, so that a long sequence is built and started quickly, too.
 */
function runRows(tf: TensorFlow, sequence: LstmSequence): Tensor {
  const { steps, kernel, recurrentKernel, bias, backwards, all } = sequence
  const [length, batch, features] = steps.shape as [number, number, number]
  const units = recurrentKernel.shape[0] as number
  const along = [float32, attribute.int('axis', 0)]
  const unstack = (tensor: Tensor) =>
    nativeOps(tf, 'Unpack', [...along, attribute.int('num', length)], [tensor], length)
  const stack = (tensors: Tensor[]) =>
    nativeOp(tf, 'Pack', [...along, attribute.int('N', tensors.length)], tensors)
  const inOrder = <T>(list: T[]): T[] => (backwards ? list.toReversed() : list)
  const flat = (tensors: Tensor[]) => stack(tensors).reshape([length * batch, -1])

  return withGradient(tf, [steps, kernel, recurrentKernel, bias], ([x, w, u, b], save) => {
    const xs = inOrder(unstack(x))
    const whole = swapGates(tf, tf.concat([w, u], 0), 1)
    const gates = swapGates(tf, b, 0)
    const zero = tf.zeros([batch, units])
    const none = tf.zeros([units])
    const made: Step[] = []
    for (const input of xs) {
      const before = made.at(-1)
      const [i, cs, f, o, ci, co, h] = nativeOps(
        tf,
        'LSTMBlockCell',
        // Keras has the forget gate's bias among the biases, and clips nothing.
        [float32, attribute.float('forget_bias', 0), attribute.float('cell_clip', -1), noPeephole],
        [input, before?.cs ?? zero, before?.h ?? zero, whole, none, none, none, gates],
        7,
      ) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
      made.push({ i, cs, f, o, ci, co, h })
    }
    save([
      x,
      u,
      whole,
      gates,
      zero,
      none,
      ...made.flatMap(({ i, cs, f, o, ci, co, h }) => [i, cs, f, o, ci, co, h]),
    ])
    const last = made.at(-1) as Step
    return {
      value: all ? stack(made.map(({ h }) => h)) : last.h.clone(),
      gradFunc: (dy, saved) => {
        const [x, u, whole, gates, zero, none, ...kept] = saved as [
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          ...Tensor[],
        ]
        const xs = inOrder(unstack(x))
        const steps = Array.from({ length }, (_, index): Step => {
          const [i, cs, f, o, ci, co, h] = kept.slice(index * 7, index * 7 + 7) as Required<
            [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
          >
          return { i, cs, f, o, ci, co, h }
        })
        const dys = all ? unstack(dy) : []
        const recurrent = swapGates(tf, u, 1)
        let dh = all ? (dys[length - 1] as Tensor) : dy
        let dcs = zero
        const dGates: Tensor[] = []
        for (let index = length - 1; index >= 0; index--) {
          const { i, cs, f, o, ci, co } = steps[index] as Step
          const before = steps[index - 1]
          const [dBefore, dGate] = nativeOps(
            tf,
            'LSTMBlockCellGrad',
            [float32, noPeephole],
            [
              xs[index] as Tensor,
              before?.cs ?? zero,
              before?.h ?? zero,
              whole,
              none,
              none,
              none,
              gates,
              i,
              cs,
              f,
              o,
              ci,
              co,
              dcs,
              dh,
            ],
            5,
          ) as [Tensor, Tensor, ...Tensor[]]
          dGates.unshift(dGate)
          dcs = dBefore
          if (index === 0) break
          const through = product(tf, dGate, recurrent, false, true)
          dh = all ? through.add(dys[index - 1] as Tensor) : through
        }
        const dz = flat(dGates)
        const hs = flat([zero, ...steps.slice(0, -1).map(({ h }) => h)])
        const dzInOrder = backwards ? flat(inOrder(dGates)) : dz
        const dx = product(tf, dzInOrder, whole.slice([0, 0], [features, 4 * units]), false, true)
        return [
          dx.reshape([length, batch, features]),
          swapGates(tf, product(tf, x.reshape([length * batch, features]), dzInOrder, true, false), 1),
          swapGates(tf, product(tf, hs, dz, true, false), 1),
          swapGates(tf, dz.sum(0), 0),
        ]
      },
    }
  })
}

const noPeephole = attribute.bool('use_peephole', false)

/** Keras has the gates as input, forget, candidate, output; the op has the middle two the other way round. */
function swapGates(tf: TensorFlow, tensor: Tensor, axis: number): Tensor {
  const [input, second, third, output] = tf.split(tensor, 4, axis) as [Tensor, Tensor, Tensor, Tensor]
  return tf.concat([input, third, second, output], axis)
}

const product = (tf: TensorFlow, a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) =>
  nativeOp(
    tf,
    'MatMul',
    [attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB), float32],
    [a, b],
  )
