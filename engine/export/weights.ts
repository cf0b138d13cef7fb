import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts'

/** Keeps all weights of a model, named as Keras names its variables (`layer/kernel`). */
export function saveWeights(model: LayersModel, path: string) {
  const tensors: NamedTensors = new Map()
  for (const { name, tensor } of namedWeights(model))
    tensors.set(name, { shape: tensor.shape, values: tensor.dataSync() as Float32Array })
  writeSafetensors(path, tensors)
}

/** Puts kept weights back. @throws Fault `engine.weights-differ` when a weight is missing or of another shape */
export function loadWeights(tf: TensorFlow, model: LayersModel, path: string) {
  const tensors = readSafetensors(path)
  for (const { name, tensor, assign } of namedWeights(model)) {
    const found = tensors.get(name)
    if (!found || found.shape.join() !== tensor.shape.join()) {
      throw new Fault('engine.weights-differ', {
        file: path,
        weight: name,
        expected: `[${tensor.shape}]`,
        found: found ? `[${found.shape}]` : 'nothing',
      })
    }
    const value = tf.tensor(found.values, found.shape)
    assign(value)
    value.dispose()
  }
}

function namedWeights(model: LayersModel) {
  const seen = new Map<string, number>()
  return model.layers.flatMap((layer) =>
    layer.weights.map((weight) => {
      const plain = `${layer.name}/${weight.originalName.split('/').at(-1)}`
      // The two directions of a Bidirectional layer have weights of one name.
      const count = seen.get(plain) ?? 0
      seen.set(plain, count + 1)
      return {
        name: count === 0 ? plain : `${plain}_${count}`,
        tensor: weight.read() as Tensor,
        assign: (value: Tensor) => void weight.write(value as never),
      }
    }),
  )
}
