import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { withGradient } from '../../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOp } from '../../runtime/native-op.ts'

/** What a masked score becomes before the softmax; far enough for a share of exactly 0. */
const masked = -1e9

/** What holds shares back. Both must broadcast to [batch, heads, steps, other steps]. */
export interface HeldBack {
  /** 1 where a step may look, else 0. A row that may look nowhere looks everywhere alike, as in Keras. */
  allowed: Tensor | null
  /** What dropout multiplies the shares by. */
  dropout: Tensor | null
}

/** Products of the last two axes: [..., n, k] x [..., k, m]. */
const products = (tf: TensorFlow, a: Tensor, b: Tensor, transposeA = false, transposeB = false) =>
  nativeOp(
    tf,
    'BatchMatMulV2',
    [float32, attribute.bool('adj_x', transposeA), attribute.bool('adj_y', transposeB)],
    [a, b],
  )

/**
 * softmax(q k' / sqrt(width)) v (Vaswani et al., 2017). Query [batch, heads, steps, width], key and value [batch, heads, other
 * steps, width]; output [batch, heads, steps, width of the value].
 *
 * The softmax's gradient is shares (d - sum(shares d)), where d = dy v' is as large as the shares. That sum is also the sum of
 * dy y over the width (Dao et al., FlashAttention, 2022, appendix B), which is the smaller.
 */
export function attend(tf: TensorFlow, query: Tensor, key: Tensor, value: Tensor, held: HeldBack): Tensor {
  const scale = 1 / Math.sqrt(query.shape.at(-1) as number)
  return withGradient(tf, [query, key, value], ([q, k, v], save) => {
    const { allowed, dropout } = held
    const scaled = q.mul(scale)
    const scores = products(tf, scaled, k, false, true)
    const open = allowed ? scores.mul(allowed).add(tf.scalar(1).sub(allowed).mul(masked)) : scores
    const shares = nativeOp(tf, 'Softmax', [float32], [open])
    const looked = products(tf, dropout ? shares.mul(dropout) : shares, v)
    save([scaled, k, v, shares, looked, ...[allowed, dropout].filter((tensor) => tensor !== null)])
    return {
      value: looked,
      gradFunc: (dy, saved) => {
        const [from, to, given, found, y, ...rest] = saved as [
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          Tensor,
          ...Tensor[],
        ]
        const allowedThen = allowed ? (rest.shift() as Tensor) : null
        const dropoutThen = dropout ? (rest.shift() as Tensor) : null
        const along = dy.mul(y).sum(-1, true)
        const whole = products(tf, dy, given, false, true)
        const apart = (dropoutThen ? whole.mul(dropoutThen) : whole).sub(along)
        const opened = found.mul(apart)
        const dScores = allowedThen ? opened.mul(allowedThen) : opened
        return [
          products(tf, dScores, to).mul(scale),
          products(tf, dScores, from, true, false),
          products(tf, dropoutThen ? found.mul(dropoutThen) : found, dy, true, false),
        ]
      },
    }
  })
}
