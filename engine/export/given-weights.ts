import { closeSync, openSync, readSync } from 'node:fs'
import type { LayersModel, layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { readHdf5Weights } from './hdf5-weights.ts'
import { type KeptTensor, readSafetensors } from './safetensors.ts'
import { layerKey, weightPaths } from './weight-paths.ts'
import { putWeight } from './weights.ts'

type Layer = layers.Layer

/** What a file has for the weights of a layer, in their order; null where it knows no such layer. */
type Find = (layer: Layer, key: string) => (KeptTensor | undefined)[] | null

/** Names of the layers that a file had weights for, and of those it had none for. */
export interface GivenWeights {
  taken: string[]
  drawn: string[]
}

/**
 * Puts in weights that somebody gives: a run's weights.safetensors, or Keras's .weights.h5, .keras or .h5. As by
 * `load_weights(by_name=True)` of Keras 2, a layer that the file does not know stays as it was drawn; so does the last one where
 * it has another shape there: it answers another question. A frozen layer must be in the file, else it would never learn anything.
 * @throws Fault `engine.weights-differ`, `engine.weights-unreadable`
 */
export async function loadGivenWeights(
  tf: TensorFlow,
  model: LayersModel,
  path: string,
): Promise<GivenWeights> {
  try {
    return putLayers(tf, model, path, isKeras(path) ? await inKeras(path) : inSafetensors(path))
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown
    throw new Fault('engine.weights-unreadable', { file: path, detail: (thrown as Error).message }, thrown)
  }
}

function putLayers(tf: TensorFlow, model: LayersModel, path: string, find: Find): GivenWeights {
  const given: GivenWeights = { taken: [], drawn: [] }
  const counts = new Map<string, number>()
  const withWeights: { layer: Layer; found: ReturnType<Find> }[] = []
  for (const layer of model.layers) {
    const kind = layerKey(layer)
    const count = counts.get(kind) ?? 0
    counts.set(kind, count + 1)
    if (layer.weights.length > 0)
      withWeights.push({ layer, found: find(layer, count === 0 ? kind : `${kind}_${count}`) })
  }
  const outputs = new Set(model.outputs.map(({ sourceLayer }) => sourceLayer.name))
  const stays = ({ layer, found }: (typeof withWeights)[number]) =>
    found === null ? layer.trainable : outputs.has(layer.name) && !fits(layer, found)
  // Then it is of another model altogether, and the first weight says so.
  const none = withWeights.every(stays)
  for (const one of withWeights) {
    const { layer, found } = one
    const drawn = !none && stays(one)
    if (!drawn) weightPaths(layer).forEach((weight, at) => void putWeight(tf, path, weight, found?.[at]))
    given[drawn ? 'drawn' : 'taken'].push(layer.name)
  }
  return given
}

const fits = (layer: Layer, found: (KeptTensor | undefined)[]): boolean =>
  layer.weights.every((weight, at) => (weight.read() as Tensor).shape.join() === found[at]?.shape.join())

/** A zip archive (.keras), or HDF5. */
function isKeras(path: string): boolean {
  const start = Buffer.alloc(4)
  const file = openSync(path, 'r')
  readSync(file, start)
  closeSync(file)
  const text = start.toString('latin1')
  return text.startsWith('PK') || text === '\x89HDF'
}

/** By a layer's name, or, where the file does not tell it, as the n-th of its kind. */
async function inKeras(path: string): Promise<Find> {
  const kept = await readHdf5Weights(path)
  return (layer, key) => {
    const found =
      kept.find((one) => one.layer === layer.name) ??
      kept.find((one) => one.layer === null && one.key === key)
    // Keras 3 has a group for layers without weights too.
    return found?.tensors.length ? found.tensors : null
  }
}

function inSafetensors(path: string): Find {
  const kept = readSafetensors(path)
  return (layer) => {
    const found = weightPaths(layer).map(({ name, earlierName }) => kept.get(name) ?? kept.get(earlierName))
    return found.some(Boolean) ? found : null
  }
}
