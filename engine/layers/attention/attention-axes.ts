import type { Tensor } from '@tensorflow/tfjs-node-gpu'

/** How tensors with several axes of steps are brought to one axis of steps, and back. */
export interface AttentionAxes {
  /** Whether there are more axes than batch, steps and features. */
  several: boolean
  /** [batch, ..., heads, width] -> [batch and the axes left alone, heads, steps, width] */
  headed(x: Tensor): Tensor
  /** What `headed` did undone: [..., heads, steps, width] -> [batch, ..., heads, width]. `like` has the sizes, batch first. */
  back(x: Tensor, like: number[]): Tensor
}

/**
 * The axes along which attention looks: those that are named, or all between batch and features.
 * @param rank of the query, batch and features counted
 */
export function attentionAxes(rank: number, given: unknown): AttentionAxes {
  const all = Array.from({ length: rank - 2 }, (_, at) => at + 1)
  const named = given === null || given === undefined ? all : ([given].flat() as number[])
  // Keras counts from the end without the heads that projecting adds.
  const looked = named.map((axis) => (axis < 0 ? axis + rank - 1 : axis))
  const alone = all.filter((axis) => !looked.includes(axis))
  if (rank === 3)
    return {
      several: false,
      headed: (x) => x.transpose([0, 2, 1, 3]),
      back: (x) => x.transpose([0, 2, 1, 3]),
    }
  const order = [0, ...alone, rank - 1, ...looked, rank]
  const undone = order.map((_, axis) => order.indexOf(axis))
  const product = (sizes: number[]) => sizes.reduce((all, size) => all * size, 1)
  return {
    several: true,
    headed(x) {
      const turned = x.transpose(order)
      const apart = alone.length + 1
      const { shape } = turned
      return turned.reshape([
        product(shape.slice(0, apart)),
        shape[apart] as number,
        product(shape.slice(apart + 1, -1)),
        shape.at(-1) as number,
      ])
    },
    back(x, like) {
      const [, heads, , width] = x.shape as [number, number, number, number]
      const sizes = (axes: number[]) => axes.map((axis) => like[axis] as number)
      return x.reshape([like[0] as number, ...sizes(alone), heads, ...sizes(looked), width]).transpose(undone)
    },
  }
}
