import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import { attend } from '../../../../engine/layers/attention/attend.ts'
import { registerNativeGradients } from '../../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../../engine/runtime/load-tensorflow.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)

/** The formula as it stands, for tfjs's own tape. */
function composed(q: Tensor, k: Tensor, v: Tensor, allowed: Tensor, dropout: Tensor): Tensor {
  const scores = tf.matMul(q, k, false, true).div(Math.sqrt(q.shape.at(-1) as number))
  const open = scores.mul(allowed).add(tf.scalar(1).sub(allowed).mul(-1e9))
  return tf.matMul(tf.softmax(open, -1).mul(dropout), v)
}

test.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])("attention's own gradients are those of the formula (mask %s, dropout %s)", (masks, drops) => {
  const [q, k, v] = [
    tf.randomNormal([2, 3, 5, 4], 0, 1, 'float32', 1),
    tf.randomNormal([2, 3, 6, 4], 0, 1, 'float32', 2),
    tf.randomNormal([2, 3, 6, 7], 0, 1, 'float32', 3),
  ] as [Tensor, Tensor, Tensor]
  const ones = tf.ones([2, 3, 5, 6])
  const allowed = masks ? tf.linalg.bandPart(tf.ones([5, 6]), -1, 0).reshape([1, 1, 5, 6]) : ones
  const dropout = drops
    ? tf.randomUniform([2, 3, 5, 6], 0, 1, 'float32', 4).greater(0.3).toFloat().mul(1.4)
    : ones
  const weight = tf.randomNormal([2, 3, 5, 7], 0, 1, 'float32', 5)
  const gradients = (of: (q: Tensor, k: Tensor, v: Tensor) => Tensor) =>
    tf.grads((...inputs: Tensor[]) =>
      of(...(inputs as [Tensor, Tensor, Tensor]))
        .mul(weight)
        .sum(),
    )([q, k, v])
  const own = gradients((...inputs) =>
    attend(tf, ...inputs, { allowed: masks ? allowed : null, dropout: drops ? dropout : null }),
  )
  const wanted = gradients((...inputs) => composed(...inputs, allowed, dropout))
  for (const [place, gradient] of own.entries()) {
    const apart = gradient
      .sub(wanted[place] as Tensor)
      .abs()
      .max()
      .dataSync()[0] as number
    expect(apart).toBeLessThan(1e-5)
  }
})
