import type { ModelDocument } from '../model/model.ts'
import { sourcesOf } from './layer-calls.ts'

/**
 * The smallest input_dim of the Embedding layers that words go into: how many token numbers the model knows; null where it has
 * none. One that is given the places of words has nothing to do with the words.
 */
export function embeddingWords({ keras }: ModelDocument): number | null {
  const { layers } = keras.config
  const inputs = new Set(
    layers.filter(({ class_name }) => class_name === 'InputLayer').map(({ name }) => name),
  )
  const tables = layers.filter((layer) => layer.class_name === 'Embedding')
  const ofInput = tables.filter((layer) => sourcesOf(layer).some((source) => inputs.has(source)))
  const sizes = (ofInput.length ? ofInput : tables)
    .map((layer) => Number(layer.config.input_dim))
    .filter((size) => size > 0)
  return sizes.length ? Math.min(...sizes) : null
}
