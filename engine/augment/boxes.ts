import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Draw } from './draw.ts'

/**
 * A box in each picture: 1 within, 0 outside [batch, rows, columns, 1]. Its middle lies anywhere in the picture, so that a part of
 * it may lie outside.
 * @param wide,high sides in pixels: one number, or one for each picture [batch, 1]
 */
export function drawBoxes(
  tf: TensorFlow,
  draw: Draw,
  name: string,
  batch: number,
  [rows, columns]: [number, number],
  [wide, high]: [Tensor | number, Tensor | number],
): Tensor {
  const covered = (axis: string, length: number, side: Tensor | number) => {
    const middle = draw.between(`${name} ${axis}`, 0, length, [batch, 1])
    const half = typeof side === 'number' ? tf.scalar(side / 2) : side.div(2)
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
