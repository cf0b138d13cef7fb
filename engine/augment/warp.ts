import type { Tensor, Tensor1D } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation } from '../../contract/data/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, nativeOp } from '../runtime/native-op.ts'

/** Pixels by which a place may miss the border and still be in the picture: numbers here have 24 bits. */
const slack = 1e-3

/**
 * Moves pictures [batch, rows, columns, channels] by matrices [batch, 8] with bilinear interpolation, as `affine_transform` of
 * scipy.ndimage with order 1 does, whose fill modes Keras uses. TensorFlow's op agrees with it for `nearest` and `reflect`. For
 * `constant` it would mix border and filling where scipy fills all that lies outside; its `wrap` has another period than scipy's,
 * which is a pixel shorter than the picture.
 * @param cval in the units of the pictures
 */
export function warp(
  tf: TensorFlow,
  pictures: Tensor,
  matrices: Tensor,
  fill: Augmentation['fill_mode'],
  cval: number,
): Tensor {
  const [, rows, columns] = pictures.shape as [number, number, number, number]
  if (fill === 'wrap') return wrapped(tf, pictures, places(tf, matrices, rows, columns))
  const moved = nativeOp(
    tf,
    'ImageProjectiveTransformV3',
    [
      attribute.type('dtype', 'float32'),
      attribute.string('interpolation', 'BILINEAR'),
      attribute.string('fill_mode', fill === 'reflect' ? 'REFLECT' : 'NEAREST'),
    ],
    [pictures, matrices, tf.tensor1d([rows, columns], 'int32'), tf.scalar(0)],
  )
  if (fill !== 'constant') return moved
  const { x, y } = places(tf, matrices, rows, columns)
  const within = (place: Tensor, length: number) =>
    place.greaterEqual(-slack).logicalAnd(place.lessEqual(length - 1 + slack))
  const inside = within(x, columns).logicalAnd(within(y, rows)).toFloat().expandDims(3)
  return moved.mul(inside).add(inside.mul(-cval).add(cval))
}

/** Where each new pixel comes from: x and y [batch, rows, columns]. */
function places(tf: TensorFlow, matrices: Tensor, rows: number, columns: number): { x: Tensor; y: Tensor } {
  const [a0, a1, a2, b0, b1, b2] = matrices
    .slice([0, 0], [-1, 6])
    .split(6, 1)
    .map((one) => one.expandDims(2)) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]
  const across = tf.range(0, columns).reshape([1, 1, columns])
  const down = tf.range(0, rows).reshape([1, rows, 1])
  return { x: a0.mul(across).add(a1.mul(down)).add(a2), y: b0.mul(across).add(b1.mul(down)).add(b2) }
}

/** Interpolates between the four pixels around each place, places outside taken round as scipy's `wrap` takes them. */
function wrapped(tf: TensorFlow, pictures: Tensor, { x, y }: { x: Tensor; y: Tensor }): Tensor {
  const [batch, rows, columns, channels] = pictures.shape as [number, number, number, number]
  const round = (place: Tensor, length: number) => {
    if (length === 1) return place.mul(0)
    const turns = place.div(length - 1)
    const back = turns.neg().floor().add(1)
    const low = place.less(0).toFloat().mul(back)
    const high = place
      .greater(length - 1)
      .toFloat()
      .mul(turns.floor())
    return place.add(low.sub(high).mul(length - 1)).clipByValue(0, length - 1)
  }
  const [px, py] = [round(x, columns), round(y, rows)]
  const [left, top] = [px.floor(), py.floor()]
  const next = (at: Tensor, length: number) => at.add(1).minimum(length - 1)
  const flat = pictures.reshape([batch * rows * columns, channels])
  const first = tf
    .range(0, batch, 1, 'int32')
    .mul(tf.scalar(rows * columns, 'int32'))
    .reshape([batch, 1, 1])
  const at = (row: Tensor, column: Tensor) =>
    tf.gather(flat, row.mul(columns).add(column).toInt().add(first) as Tensor1D)
  const [right, bottom] = [next(left, columns), next(top, rows)]
  const [fx, fy] = [px.sub(left).expandDims(3), py.sub(top).expandDims(3)]
  const mix = (one: Tensor, other: Tensor, share: Tensor) => one.add(other.sub(one).mul(share))
  return mix(mix(at(top, left), at(top, right), fx), mix(at(bottom, left), at(bottom, right), fx), fy)
}
