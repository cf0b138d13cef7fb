import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from './load-tensorflow.ts'
import { attribute, float32, nativeOp } from './native-op.ts'

/** Ops of TensorFlow with their own gradient ops, where tfjs would compose several. All take and give float32. */

interface Gradient {
  value: Tensor
  /** From the gradient of the value: those of the inputs, in their order. */
  gradFunc(dy: Tensor, saved: Tensor[]): Tensor[]
}

/** `tf.customGrad` with types that fit. What the gradient needs of the way forward must be saved. */
export function withGradient<Inputs extends Tensor[]>(
  tf: TensorFlow,
  inputs: [...Inputs],
  forward: (inputs: Inputs, save: (saved: Tensor[]) => void) => Gradient,
): Tensor {
  const custom = tf.customGrad(((...given: unknown[]) => {
    const save = given.pop() as (saved: Tensor[]) => void
    const { value, gradFunc } = forward(given as Inputs, save)
    // tfjs wants a lone gradient bare.
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const gradients = gradFunc(dy, saved)
        return gradients.length === 1 ? gradients[0] : gradients
      },
    }
  }) as never) as (...inputs: Tensor[]) => Tensor
  return custom(...inputs)
}

/**
 * What a function makes of x, as a number that no gradient goes through: `tf.stop_gradient`. tfjs asks each op on the way for a
 * gradient, and comparisons have none.
 */
export const withoutGradient = (tf: TensorFlow, x: Tensor, of: (x: Tensor) => Tensor): Tensor =>
  withGradient(tf, [x], ([value]) => ({
    value: of(value).toFloat(),
    gradFunc: () => [tf.zerosLike(value)],
  }))

/** One op's product of two matrices, without a gradient. */
export const matMul = (
  tf: TensorFlow,
  a: Tensor,
  b: Tensor,
  transposeA = false,
  transposeB = false,
): Tensor =>
  nativeOp(
    tf,
    'MatMul',
    [attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB), float32],
    [a, b],
  )

/** The product of two matrices: [n, k] x [k, m]. tfjs would run it as a batch of one. */
export function matrixProduct(tf: TensorFlow, a: Tensor, b: Tensor): Tensor {
  return withGradient(tf, [a, b], ([left, right], save) => {
    save([left, right])
    return {
      value: matMul(tf, left, right),
      gradFunc: (dy, [x, w]) => [
        matMul(tf, dy, w as Tensor, false, true),
        matMul(tf, x as Tensor, dy, true, false),
      ],
    }
  })
}

/** Adds a bias [channels] along the last axis: `tf.nn.bias_add`. */
export function addBias(tf: TensorFlow, x: Tensor, bias: Tensor): Tensor {
  const format = attribute.string('data_format', 'NHWC')
  return withGradient(tf, [x, bias], ([input, row]) => ({
    value: nativeOp(tf, 'BiasAdd', [float32, format], [input, row]),
    gradFunc: (dy) => [dy.clone(), nativeOp(tf, 'BiasAddGrad', [float32, format], [dy])],
  }))
}

/** Multiplies by a scale [channels] along the last axis. The scale's gradient is added up as a bias's is, which is quick. */
export function scaleLast(tf: TensorFlow, x: Tensor, scale: Tensor): Tensor {
  const format = attribute.string('data_format', 'NHWC')
  return withGradient(tf, [x, scale], ([input, row], save) => {
    save([input, row])
    return {
      value: input.mul(row),
      gradFunc: (dy, [before, by]) => [
        dy.mul(by as Tensor),
        nativeOp(tf, 'BiasAddGrad', [float32, format], [dy.mul(before as Tensor)]),
      ],
    }
  })
}

/** How the gradients of looked-up rows are treated before they are added up. */
export interface SparseRows {
  /** Values beyond it, on either side, are cut. */
  clip: number | null
  /** Whether the sums of absolute values are wanted as well. */
  sizes: boolean
  /** Is given, of the gradients of each row [rows, width], the sums of squares and of absolute values; they are the caller's. */
  gathered(sums: { squares: Tensor; sizes: Tensor | null }): void
}

/** Rows of a table [rows, width] by their numbers (int32, any shape): [...numbers, width]. `tf.nn.embedding_lookup`. */
export function lookUp(tf: TensorFlow, table: Tensor, numbers: Tensor, sparse?: SparseRows): Tensor {
  const [rows, width] = table.shape as [number, number]
  const index = attribute.type('Tindices', 'int32')
  const addedUp = (values: Tensor, places: Tensor) =>
    nativeOp(
      tf,
      'UnsortedSegmentSum',
      [float32, index, attribute.type('Tnumsegments', 'int32')],
      [values, places, tf.scalar(rows, 'int32')],
    )
  return withGradient(tf, [table], ([from], save) => {
    save([numbers])
    return {
      value: nativeOp(
        tf,
        'GatherV2',
        [attribute.type('Tparams', 'float32'), index, attribute.type('Taxis', 'int32')],
        [from, numbers, tf.scalar(0, 'int32')],
      ),
      gradFunc: (dy, [kept]) => {
        const places = (kept as Tensor).flatten()
        const whole = dy.reshape([-1, width])
        const values = sparse?.clip ? whole.clipByValue(-sparse.clip, sparse.clip) : whole
        sparse?.gathered({
          squares: tf.keep(addedUp(values.square(), places)),
          sizes: sparse.sizes ? tf.keep(addedUp(values.abs(), places)) : null,
        })
        return [addedUp(values, places)]
      },
    }
  })
}

/** Pictures [batch, rows, columns, channels] in another size, from pixel centres as `tf.image.resize` does. */
export function resize(
  tf: TensorFlow,
  x: Tensor,
  size: [number, number],
  how: 'nearest' | 'bilinear',
): Tensor {
  const op = how === 'nearest' ? 'ResizeNearestNeighbor' : 'ResizeBilinear'
  const attributes = [
    float32,
    attribute.bool('align_corners', false),
    attribute.bool('half_pixel_centers', true),
  ]
  return withGradient(tf, [x], ([picture], save) => {
    save([picture])
    return {
      value: nativeOp(tf, op, attributes, [picture, tf.tensor1d(size, 'int32')]),
      gradFunc: (dy, [kept]) => {
        const before = kept as Tensor
        // One takes the sizes it came from, the other the picture itself.
        const origin = how === 'nearest' ? tf.tensor1d(before.shape.slice(1, 3), 'int32') : before
        return [nativeOp(tf, `${op}Grad`, attributes, [dy, origin])]
      },
    }
  })
}

const stateless = (op: string) => (tf: TensorFlow, shape: number[], seed: number, clock: Tensor) =>
  nativeOp(
    tf,
    op,
    [attribute.type('dtype', 'float32'), attribute.type('T', 'int32'), attribute.type('Tseed', 'int32')],
    [tf.tensor1d(shape, 'int32'), tf.stack([tf.scalar(seed, 'int32'), clock])],
  )

/**
 * Random numbers in [0, 1) that depend on the two seeds alone: `tf.random.stateless_uniform`. The second is an int32 scalar,
 * the clock, which a recorded step reads anew each time.
 */
export const statelessUniform = stateless('StatelessRandomUniform')

/** As `statelessUniform`, of mean 0 and standard deviation 1. */
export const statelessNormal = stateless('StatelessRandomNormal')

/** As `statelessNormal`, drawn again beyond two standard deviations. */
export const statelessTruncatedNormal = stateless('StatelessTruncatedNormal')
