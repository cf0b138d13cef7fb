import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Draw } from './draw.ts'

/**
 * A box in each picture: 1 within, 0 outside [batch, rows, columns, 1]. Its middle lies anywhere in the picture, so that a part of
 * it may lie outside; all of it lies within where that is asked for.
 * @param wide,high sides in pixels: one number, or one for each picture [batch, 1]
 */
export function drawBoxes(
  tf: TensorFlow,
  draw: Draw,
  name: string,
  batch: number,
  [rows, columns]: [number, number],
  [wide, high]: [Tensor | number, Tensor | number],
  inside = false,
): Tensor {
  const covered = (axis: string, length: number, side: Tensor | number) => {
    const anywhere = draw.between(`${name} ${axis}`, 0, length, [batch, 1])
    const half = typeof side === 'number' ? tf.scalar(side / 2) : side.div(2)
    const middle = inside ? anywhere.mul(half.mul(-2 / length).add(1)).add(half) : anywhere
    const place = tf.range(0, length).add(0.5).reshape([1, length])
    return place.sub(middle).abs().less(half).toFloat()
  }
  const across = covered('x', columns, wide).reshape([batch, 1, columns, 1])
  return covered('y', rows, high).reshape([batch, rows, 1, 1]).mul(across)
}

/** Blanks a square in each picture. `share`: its side as a share of the shorter side. */
export function cutOut(tf: TensorFlow, draw: Draw, pictures: Tensor, share: number, filling: number): Tensor {
  const [batch, rows, columns] = pictures.shape as [number, number, number, number]
  const side = share * Math.min(rows, columns)
  const hole = drawBoxes(tf, draw, 'cutout', batch, [rows, columns], [side, side])
  return pictures.sub(pictures.sub(filling).mul(hole))
}

/**
 * Turns a rectangle of some pictures into noise: Random Erasing (Zhong et al., 2020), with its areas and shapes, and `value='random'` of
 * torchvision's, here evenly over the range of values.
 * @param chance of each picture
 */
export function eraseAtRandom(
  tf: TensorFlow,
  draw: Draw,
  pictures: Tensor,
  chance: number,
  unit: number,
): Tensor {
  const [batch, rows, columns] = pictures.shape as [number, number, number, number]
  const area = draw.between('erasing area', 0.02, 0.33, [batch, 1]).mul(rows * columns)
  const most = Math.log(3.3)
  const shape = draw.between('erasing shape', -most, most, [batch, 1]).exp()
  const sides = [area.div(shape).sqrt().minimum(columns), area.mul(shape).sqrt().minimum(rows)] as [
    Tensor,
    Tensor,
  ]
  const box = drawBoxes(tf, draw, 'erasing', batch, [rows, columns], sides, true)
  const coin = draw.between('erasing', 0, 1, [batch, 1, 1, 1]).less(chance).toFloat()
  const noise = draw.between('erasing noise', 0, 255 * unit, pictures.shape)
  return pictures.add(noise.sub(pictures).mul(box.mul(coin)))
}
