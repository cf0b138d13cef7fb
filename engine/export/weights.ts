import { closeSync, openSync, readSync } from 'node:fs'
import type { LayersModel, layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { type LayerWeights, readHdf5Weights } from './hdf5-weights.ts'
import { type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts'
import { layerKey, namedWeights, weightPaths } from './weight-paths.ts'

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
    put(tf, path, weight, tensors.get(weight.name) ?? tensors.get(weight.earlierName))
}

/**
 * Puts in weights that somebody gives: a run's weights.safetensors, or Keras's .weights.h5, .keras or .h5.
 * @throws Fault `engine.weights-differ`, `engine.weights-unreadable`
 */
export async function loadGivenWeights(tf: TensorFlow, model: LayersModel, path: string): Promise<void> {
  try {
    if (!isKeras(path)) return loadWeights(tf, model, path)
    fromKeras(tf, model, path, await readHdf5Weights(path))
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown
    throw new Fault('engine.weights-unreadable', { file: path, detail: (thrown as Error).message }, thrown)
  }
}

/** A zip archive (.keras), or HDF5. */
function isKeras(path: string): boolean {
  const start = Buffer.alloc(4)
  const file = openSync(path, 'r')
  readSync(file, start)
  closeSync(file)
  const text = start.toString('latin1')
  return text.startsWith('PK') || text === '\x89HDF'
}

/** Finds each layer by its name, or, where the file does not tell it, as the n-th of its kind. */
function fromKeras(tf: TensorFlow, model: LayersModel, path: string, kept: LayerWeights[]): void {
  const counts = new Map<string, number>()
  for (const layer of model.layers) {
    const kind = layerKey(layer)
    const count = counts.get(kind) ?? 0
    counts.set(kind, count + 1)
    if (layer.weights.length === 0) continue
    const key = count === 0 ? kind : `${kind}_${count}`
    const found =
      kept.find((one) => one.layer === layer.name) ??
      kept.find((one) => one.layer === null && one.key === key)
    weightPaths(layer).forEach((weight, index) => {
      put(tf, path, weight, found?.tensors[index])
    })
  }
}

function put(
  tf: TensorFlow,
  file: string,
  weight: { name: string; variable: layers.Layer['weights'][number] },
  found: { shape: number[]; values: Float32Array } | undefined,
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
