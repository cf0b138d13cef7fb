import { type Dataset, readsText } from '../../contract/data/dataset.ts'

type Seen = Pick<Dataset, 'kind' | 'task' | 'columns' | 'series' | 'imageShape' | 'items' | 'classes'>

/** Of more photos than that, the base's share of each epoch would be long on a processor, and a network of its own learns enough. */
const fewPhotos = 10_000
/** Smaller pictures are drawings, digits and the like, which a base that was trained on photos does not know. */
const smallestPhoto = 64

/** The templates that suit a data set, the likeliest first. */
export function templatesFor(dataset: Seen | undefined): string[] {
  if (!dataset) return []
  if (readsText(dataset)) return ['lstm-sequence-classifier', 'transformer-text-classifier']
  if (dataset.kind !== 'table') return pictureTemplates(dataset)
  if (dataset.series) return ['lstm-forecaster', 'tabular-regressor']
  return dataset.task === 'regression' ? ['tabular-regressor'] : ['tabular-classifier']
}

function pictureTemplates({ kind, task, imageShape, items, classes }: Seen): string[] {
  const autoencoder = 'cnn-image-autoencoder'
  const trainedBefore = ['pretrained-photo-classifier', 'vgg16-photo-classifier']
  if (task === 'regression') return ['cnn-image-regressor', autoencoder]
  // One class tells nothing apart, but its pictures can be learnt.
  if (task === 'classification' && classes.length < 2)
    return [autoencoder, 'cnn-image-classifier', ...trainedBefore]
  const [height = smallestPhoto, width = smallestPhoto] = imageShape ?? []
  const photos = kind === 'image-folder' && Math.min(height, width) >= smallestPhoto
  return photos && items <= fewPhotos
    ? ['pretrained-photo-classifier', 'cnn-image-classifier', 'vgg16-photo-classifier', autoencoder]
    : ['cnn-image-classifier', ...trainedBefore, autoencoder]
}
