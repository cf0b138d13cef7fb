import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from './load-tensorflow.ts'
import { attribute, type DataType, nativeOp } from './native-op.ts'

/**
 * Puts a `tf.gather` in place of tfjs's, which reads its indices back to look at them: the one kernel of tfjs-node that reads
 * anything back, so that whatever used it could not be recorded. TensorFlow looks at indices by itself, and refuses those that
 * are out of bounds.
 */
export function replaceGather(tf: TensorFlow) {
  const names = { kernelName: 'GatherV2', backendName: 'tensorflow' }
  tf.unregisterKernel(names.kernelName, names.backendName)
  tf.registerKernel({
    ...names,
    kernelFunc: ({ inputs, attrs }) => {
      const { x, indices } = inputs as { x: Tensor; indices: Tensor }
      const { axis, batchDims } = attrs as { axis: number; batchDims: number }
      const along = tf.scalar(axis, 'int32')
      const attributes = [
        attribute.int('batch_dims', batchDims),
        attribute.type('Tparams', x.dtype as DataType),
        attribute.type('Tindices', indices.dtype as DataType),
        attribute.type('Taxis', 'int32'),
      ]
      const found = nativeOp(tf, 'GatherV2', attributes, [x, indices, along])
      along.dispose()
      return found
    },
  })
}
