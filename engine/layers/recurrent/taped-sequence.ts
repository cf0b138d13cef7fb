import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import type { RecurrentCell } from './recurrent-cells.ts'
import type { Sequence } from './recurrent-sequence.ts'

/**
 * Runs a cell over all steps as `runSequence` does, its gradient left to tfjs's tape: slower, and right for cells and
 * activations that have none by hand.
 */
export function runTaped(
  tf: TensorFlow,
  cell: Pick<RecurrentCell, 'states' | 'forward'>,
  { projected, kernel, bias, mask, recurrentDropout, backwards, all }: Sequence,
): Tensor {
  const inOrder = (list: Tensor[]) => (backwards ? list.toReversed() : list)
  const counts = mask ? inOrder(tf.unstack(mask)) : null
  const zero = tf.zeros([projected.shape[1] as number, kernel.shape[0] as number])
  let states: Tensor[] = Array.from({ length: cell.states }, () => zero)
  const outputs: Tensor[] = []
  for (const [index, step] of inOrder(tf.unstack(projected)).entries()) {
    const [first, ...others] = states as [Tensor, ...Tensor[]]
    const seen = [recurrentDropout ? first.mul(recurrentDropout) : first, ...others]
    const next = cell.forward(step, seen, kernel, bias).states
    const count = counts?.[index]
    const before = states
    // A masked step leaves the states as they were.
    states = count
      ? next.map((state, at) => (before[at] as Tensor).add(state.sub(before[at] as Tensor).mul(count)))
      : next
    outputs.push(states[0] as Tensor)
  }
  return all ? tf.stack(outputs) : (outputs.at(-1) as Tensor)
}
