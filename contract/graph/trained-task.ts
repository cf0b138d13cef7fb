import type { Dataset } from '../data/dataset.ts'
import type { TrainedTask } from '../data/learning-task.ts'
import { inputShape, type ModelDocument } from '../model/model.ts'
import { inferShapes } from './infer-shapes.ts'
import { referencesOf } from './layer-calls.ts'

/** The shape without the batch axis of what a model gives; null where it cannot be known. */
export function outputShape(model: ModelDocument): (number | null)[] | null {
  const [output] = referencesOf(model.keras.config.output_layers)
  return (output && inferShapes(model).calls[output.layer]?.[output.call]?.slice(1)) ?? null
}

function endsInSoftmax({ keras }: ModelDocument): boolean {
  const [output] = referencesOf(keras.config.output_layers)
  const last = keras.config.layers.find(({ name }) => name === output?.layer)
  return last?.class_name === 'Softmax' || last?.config.activation === 'softmax'
}

/**
 * What a model learns of a data set. One that gives pictures, or as many numbers as it reads of a picture, is an autoencoder: it
 * learns to give back what it reads, whatever labels there are.
 */
export function trainedTask(
  { kind, task }: Pick<Dataset, 'kind' | 'task'>,
  model: ModelDocument,
): TrainedTask {
  const isOfPictures = kind === 'image-folder' || kind === 'idx'
  const read = isOfPictures ? inputShape(model) : undefined
  const given = read && outputShape(model)
  if (!read || !given) return task
  // Another height and width is a mistake in an autoencoder; other channels, or shares of classes, are a Flatten that was forgotten.
  const isPicture = given.length === read.length && given.at(-1) === read.at(-1) && !endsInSoftmax(model)
  return isPicture ? 'reconstruction' : task
}
