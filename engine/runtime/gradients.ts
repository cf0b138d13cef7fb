import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { nativeBackend, type TensorFlow } from './load-tensorflow.ts'

/**
 * Puts TensorFlow's own gradient of relu in place of tfjs's, which is six slow ops. Source: `_ReluGrad` in
 * tensorflow/python/ops/nn_grad.py.
 */
export function registerNativeGradients(tf: TensorFlow) {
  const backend = nativeBackend(tf)
  tf.registerKernel({
    kernelName: 'LatheReluGrad',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) =>
      backend.executeSingleOutput(
        'ReluGrad',
        [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: 1 }],
        [inputs.dy as Tensor, inputs.y as Tensor],
      ),
  })
  tf.unregisterGradient('Relu')
  tf.registerGradient({
    kernelName: 'Relu',
    inputsToSave: [],
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () => tf.engine().runKernel('LatheReluGrad', { dy: dy as Tensor, y: y as Tensor }) as Tensor,
    }),
  })
}
