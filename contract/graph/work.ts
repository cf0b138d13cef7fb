import type { ModelDocument } from '../model/model.ts'
import { inferShapes } from './infer-shapes.ts'

/**
 * About how many multiplications one item takes going forward: each weight as often as it is used (once a place of a picture, once
 * a step of a sequence), and each output once. Good enough to compare two models, not to count what a device can do.
 */
export function workPerItem(document: Pick<ModelDocument, 'keras'>): number {
  const { shapes, parameters, edges } = inferShapes(document as ModelDocument)
  const before = new Map(edges.map(({ to, shape }) => [to, shape]))
  let work = 0
  for (const { name, class_name: kind } of document.keras.config.layers) {
    const given = shapes[name] ?? []
    const taken = before.get(name) ?? []
    work += sizeOf(given.slice(1))
    // A table is looked up in, not multiplied by.
    if (kind === 'Embedding') continue
    const places = Math.max(sizeOf(given.slice(1, -1)), sizeOf(taken.slice(1, -1)))
    work += (parameters[name] ?? 0) * places
    if (kind === 'MultiHeadAttention') work += 2 * sizeOf(taken.slice(1)) * (taken[1] ?? 1)
  }
  return work
}

const sizeOf = (shape: readonly (number | null)[]): number =>
  shape.reduce<number>((product, length) => product * (length ?? 1), 1)
