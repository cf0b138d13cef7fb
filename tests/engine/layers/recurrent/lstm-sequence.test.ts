import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import { runLstm } from '../../../../engine/layers/recurrent/lstm-sequence.ts'
import { lstmCell, type Squash, squash } from '../../../../engine/layers/recurrent/recurrent-cells.ts'
import { runSequence } from '../../../../engine/layers/recurrent/recurrent-sequence.ts'
import { matMul } from '../../../../engine/runtime/differentiable-ops.ts'
import { registerNativeGradients } from '../../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../../engine/runtime/load-tensorflow.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)
const [length, features, units] = [7, 3, 4]
const cell = lstmCell(
  tf,
  (a, b) => matMul(tf, a, b),
  squash(tf, 'tanh') as Squash,
  squash(tf, 'sigmoid') as Squash,
)

/** The output and the gradients of a sum over it, each element with a weight of its own. */
function traced(run: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  const weighed = (...given: Tensor[]) => {
    const output = run(...given)
    return output.mul(tf.linspace(-1, 1, output.size).reshape(output.shape)).sum()
  }
  return [run(...inputs), ...(tf.grads(weighed)(inputs) as Tensor[])]
}

// 6 rows run as one, 16 as two halves.
test.each(
  [6, 16].flatMap((batch) =>
    [true, false].flatMap((all) => [true, false].map((backwards) => [batch, all, backwards] as const)),
  ),
)(
  'the fused LSTM of %i rows (all outputs: %s, backwards: %s) has outputs and gradients of the one that is written out',
  (batch, all, backwards) => {
    const inputs = [
      tf.randomNormal([length, batch, features], 0, 1, 'float32', 1),
      tf.randomNormal([features, 4 * units], 0, 0.5, 'float32', 2),
      tf.randomNormal([units, 4 * units], 0, 0.5, 'float32', 3),
      tf.randomNormal([4 * units], 0, 0.5, 'float32', 4),
    ]
    const fused = traced(
      (steps, kernel, recurrentKernel, bias) =>
        runLstm(tf, { steps, kernel, recurrentKernel, bias, backwards, all }),
      inputs,
    )
    const written = traced(
      (steps, kernel, recurrentKernel, bias) =>
        runSequence(tf, cell, {
          projected: (steps as Tensor)
            .reshape([-1, features])
            .matMul(kernel as Tensor)
            .add(bias as Tensor)
            .reshape([length, batch, 4 * units]),
          kernel: recurrentKernel as Tensor,
          bias: null,
          mask: null,
          recurrentDropout: null,
          backwards,
          all,
        }),
      inputs,
    )
    expect(fused.length).toBe(5)
    for (const [index, tensor] of fused.entries()) {
      expect(tensor.shape).toEqual(written[index]?.shape)
      expect(
        tensor
          .sub(written[index] as Tensor)
          .abs()
          .max()
          .dataSync()[0],
      ).toBeLessThan(1e-4)
    }
    // The comparison would hold for zeros, too.
    expect(fused[1]?.abs().max().dataSync()[0]).toBeGreaterThan(0.01)
  },
)
