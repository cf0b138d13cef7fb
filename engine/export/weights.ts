import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { type KeptTensor, type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts'
import { namedWeights, type PathedWeight } from './weight-paths.ts'

/** Keeps all weights of a model, named by the paths that Keras gives its variables (`dense/kernel`, `lstm/lstm_cell/bias`). */
export function saveWeights(model: LayersModel, path: string) {
  const tensors: NamedTensors = new Map()
  for (const { name, tensor } of namedWeights(model))
    tensors.set(name, { shape: tensor.shape, values: tensor.dataSync() as Float32Array })
  writeSafetensors(path, tensors)
}

/** Puts kept weights back. @throws Fault `engine.weights-differ` when a weight is missing or of another shape */
export function loadWeights(tf: TensorFlow, model: LayersModel, path: string) {
  const tensors = readSafetensors(path)
  for (const weight of namedWeights(model))
    putWeight(tf, path, weight, tensors.get(weight.name) ?? tensors.get(weight.earlierName))
}

/** Puts one weight in. @throws Fault `engine.weights-differ` when there is none, or one of another shape */
export function putWeight(
  tf: TensorFlow,
  file: string,
  weight: PathedWeight,
  found: KeptTensor | undefined,
): void {
  const { shape } = weight.variable.read() as Tensor
  if (!found || found.shape.join() !== shape.join()) {
    throw new Fault('engine.weights-differ', {
      file,
      weight: weight.name,
      expected: `[${shape}]`,
      found: found ? `[${found.shape}]` : 'nothing',
    })
  }
  const value = tf.tensor(found.values, found.shape)
  weight.variable.write(value)
  value.dispose()
}
