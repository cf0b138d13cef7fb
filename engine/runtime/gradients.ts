import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { replaceGather } from './gather.ts'
import type { TensorFlow } from './load-tensorflow.ts'
import { float32, nativeOp } from './native-op.ts'

/**
 * TensorFlow's own gradient op of an activation, by tfjs's name of the kernel. Each takes the activation's output, and is
 * one op where tfjs composes three to six. Source: tensorflow/python/ops/nn_grad.py and math_grad.py.
 */
const gradientOps: Record<string, { op: string; inputs: (y: Tensor, dy: Tensor) => [Tensor, Tensor] }> = {
  Relu: { op: 'ReluGrad', inputs: (y, dy) => [dy, y] },
  Relu6: { op: 'Relu6Grad', inputs: (y, dy) => [dy, y] },
  Elu: { op: 'EluGrad', inputs: (y, dy) => [dy, y] },
  Selu: { op: 'SeluGrad', inputs: (y, dy) => [dy, y] },
  Sigmoid: { op: 'SigmoidGrad', inputs: (y, dy) => [y, dy] },
  Tanh: { op: 'TanhGrad', inputs: (y, dy) => [y, dy] },
}

/**
 * Puts TensorFlow's own gradients in place of those that tfjs composes, and a gather that can be recorded. Call it once after
 * loading.
 */
export function registerNativeGradients(tf: TensorFlow) {
  replaceGather(tf)
  // tfjs takes -1 for the slope of |x| at 0, where TensorFlow takes 0; a bias that starts at 0 would move by it.
  tf.unregisterGradient('Abs')
  tf.registerGradient({
    kernelName: 'Abs',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({ x: () => (dy as Tensor).mul((x as Tensor).sign()) }),
  })
  for (const [kernel, { op, inputs }] of Object.entries(gradientOps)) {
    tf.registerKernel({
      kernelName: `Lathe${op}`,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs: given }) =>
        nativeOp(tf, op, [float32], inputs(given.y as Tensor, given.dy as Tensor)),
    })
    tf.unregisterGradient(kernel)
    tf.registerGradient({
      kernelName: kernel,
      inputsToSave: [],
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        // The name of the one input is x for all of them.
        x: () => tf.engine().runKernel(`Lathe${op}`, { dy: dy as Tensor, y: y as Tensor }) as Tensor,
      }),
    })
  }
}
