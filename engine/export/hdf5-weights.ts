import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import * as hdf5 from 'h5wasm/node'
import type { KeptTensor } from './safetensors.ts'

/** The weights a file keeps for one layer, in the order of Keras's `layer.weights`. */
export interface LayerWeights {
  /** The layer's name; null where the file only tells its kind. */
  layer: string | null
  /** Keras's key for it: the kind in snake case, and a number from the second one on (`dense_1`). */
  key: string
  tensors: KeptTensor[]
}

/**
 * Reads what Keras 3 writes with `save_weights("x.weights.h5")` or `save("x.keras")`, and what Keras 2 wrote as `.h5`.
 * @throws Error when it is none of them
 */
export async function readHdf5Weights(path: string): Promise<LayerWeights[]> {
  await hdf5.ready
  const bytes = readFileSync(path)
  if (bytes.toString('latin1', 0, 2) !== 'PK') return readLayers(path)
  const name = 'model.weights.h5'
  const weights = unzipSync(bytes, { filter: (file) => file.name === name })[name]
  if (!weights) throw new Error(`there is no ${name} in it`)
  // The library opens a path, not bytes.
  const aside = mkdtempSync(join(tmpdir(), 'lathe-weights-'))
  try {
    writeFileSync(join(aside, name), weights)
    return readLayers(join(aside, name))
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

function readLayers(path: string): LayerWeights[] {
  const file = new hdf5.File(path, 'r')
  try {
    const root = groupAt(file, 'model_weights') ?? file
    if (root.attrs.layer_names) return readKeras2(root)
    const layers = groupAt(file, 'layers') ?? groupAt(file, '_layer_checkpoint_dependencies')
    if (!layers) throw new Error('there are no layers in it')
    return layers.keys().map((key) => readKeras3(layers, key))
  } finally {
    file.close()
  }
}

function groupAt(parent: hdf5.Group, name: string): hdf5.Group | null {
  const found = parent.keys().includes(name) ? parent.get(name) : null
  return found instanceof hdf5.Group ? found : null
}

/** Keras 3: `layers/KEY/vars/0, 1 ...`, and the same again for the layers within (`cell`, `forward_layer`, `query_dense`). */
function readKeras3(layers: hdf5.Group, key: string): LayerWeights {
  const group = groupAt(layers, key) as hdf5.Group
  const name = groupAt(group, 'vars')?.attrs.name?.value
  return { layer: typeof name === 'string' ? name : null, key, tensors: tensorsWithin(group) }
}

/** Keras orders inner layers as their class made them, HDF5 by the alphabet. */
const innerOrder = [
  'forward_layer',
  'backward_layer',
  'query_dense',
  'key_dense',
  'value_dense',
  'output_dense',
]

function tensorsWithin(group: hdf5.Group): LayerWeights['tensors'] {
  const vars = groupAt(group, 'vars')
  const own = (vars?.keys() ?? [])
    .toSorted((a, b) => Number(a) - Number(b))
    .map((name) => tensorOf(vars?.get(name)))
  // The state of a dropout's random numbers is not a weight.
  const inner = group.keys().filter((name) => name !== 'vars' && name !== 'seed_generator')
  const place = (name: string) => (innerOrder.indexOf(name) + innerOrder.length + 1) % (innerOrder.length + 1)
  inner.sort((a, b) => place(a) - place(b))
  return [...own, ...inner.flatMap((name) => tensorsWithin(groupAt(group, name) ?? group))]
}

/** Keras 2: a group a layer, whose attribute names its weights in their order. */
function readKeras2(root: hdf5.Group): LayerWeights[] {
  return texts(root.attrs.layer_names).flatMap((layer) => {
    const group = groupAt(root, layer)
    const names = group ? texts(group.attrs.weight_names) : []
    const tensors = names.map((name) => tensorOf(group?.get(name)))
    return tensors.length > 0 ? [{ layer, key: layer, tensors }] : []
  })
}

const texts = (attribute: hdf5.Attribute | undefined): string[] =>
  [attribute?.value ?? []].flat().filter((value): value is string => typeof value === 'string')

function tensorOf(found: unknown): LayerWeights['tensors'][number] {
  if (!(found instanceof hdf5.Dataset)) throw new Error('a weight that it names is missing')
  return { shape: found.shape ?? [], values: Float32Array.from(found.value as ArrayLike<number>) }
}
