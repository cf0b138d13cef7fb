import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Transforms } from './draw-transforms.ts'

/**
 * Where each pixel of the new pictures comes from: rows of 8 numbers, as `ImageProjectiveTransformV3` takes them, that make of
 * (x, y) of the new picture the (x, y) in the old one. Null where no picture is moved.
 *
 * Rotation, shift, shear and zoom are put together as `apply_affine_transform` of Keras does: R T S Z about the middle. Keras
 * takes the middle as (rows, columns) where everything else is (x, y); so do we, and pictures that are not square turn about the
 * same point as there. Flips come after, then the crop.
 */
export function affineMatrix(
  tf: TensorFlow,
  drawn: Transforms,
  batch: number,
  [rows, columns]: [number, number],
): Tensor | null {
  const { theta, tx, ty, shear, zx, zy, flip_horizontal, flip_vertical, crop } = drawn
  if (![theta, tx, ty, shear, zx, zy, flip_horizontal, flip_vertical, crop?.x].some(Boolean)) return null
  const all = (value: number) => tf.fill([batch], value)
  const radians = (degrees: Tensor | undefined) => (degrees ?? all(0)).mul(Math.PI / 180)
  const turn = radians(theta)
  const leant = turn.add(radians(shear))
  const [cos, sin] = [turn.cos(), turn.sin()]
  const [right, down] = [tx ?? all(0), ty ?? all(0)]
  const [wide, high] = [zx ?? all(1), zy ?? all(1)]
  // R S Z: shearing by s after turning by t has sin(t + s) and cos(t + s) in its second column.
  const xx = cos.mul(wide)
  const xy = leant.sin().mul(high).neg()
  const yx = sin.mul(wide)
  const yy = leant.cos().mul(high)
  const middle = [rows / 2 - 0.5, columns / 2 - 0.5] as const
  const about = (a: Tensor, b: Tensor, own: number) => a.mul(middle[0]).add(b.mul(middle[1])).neg().add(own)
  const x0 = cos
    .mul(right)
    .sub(sin.mul(down))
    .add(about(xx, xy, middle[0]))
  const y0 = sin
    .mul(right)
    .add(cos.mul(down))
    .add(about(yx, yy, middle[1]))
  // A pixel of what is cut out lies in the flipped picture at side * p + from.
  const side = (flip: Tensor | undefined) => (flip ?? all(0)).mul(-2).add(1)
  const from = (flip: Tensor | undefined, last: number, moved: Tensor | undefined) =>
    (flip ?? all(0)).mul(last).add(side(flip).mul(moved ?? all(0)))
  const [sideX, sideY] = [side(flip_horizontal), side(flip_vertical)]
  const fromX = from(flip_horizontal, columns - 1, crop?.x)
  const fromY = from(flip_vertical, rows - 1, crop?.y)
  return tf.stack(
    [
      xx.mul(sideX),
      xy.mul(sideY),
      x0.add(xx.mul(fromX)).add(xy.mul(fromY)),
      yx.mul(sideX),
      yy.mul(sideY),
      y0.add(yx.mul(fromX)).add(yy.mul(fromY)),
      all(0),
      all(0),
    ],
    1,
  )
}
