import type { ModelDocument } from '../model/model.ts'
import type { PretrainedBase } from '../model/pretrained-base.ts'
import { type ChainLink, chainLayers } from './chain-layers.ts'
import { pretrainedPhotoClassifier } from './efficientnet-lite0.ts'
import { classesOut, type DataFacts, dense, input, labelOut, type Template } from './pieces.ts'
import { transformerTextClassifier } from './transformer-text-classifier.ts'
import { vgg16PhotoClassifier } from './vgg16.ts'

/** Photos of different sizes are all brought to this one. */
const photoShape = [64, 64, 3]
const largestSide = 128

function pictureShape(facts: DataFacts | null): number[] {
  if (!facts || facts.features > 0) return [28, 28, 1]
  const { size = null, channels: asked = null } = facts.picture ?? {}
  const [height = 0, width = 0, channels = 3] = facts.imageShape ?? []
  if (size) return [size.height, size.width, asked ?? channels]
  const usable = height >= 10 && width >= 10 && height <= largestSide && width <= largestSide
  const own = usable ? [height, width, channels] : photoShape
  return asked ? [...own.slice(0, 2), asked] : own
}

const imageLayers: Template = (facts) => [
  input(pictureShape(facts)),
  { kind: 'Conv2D', name: 'conv2d', settings: { filters: 32, activation: 'relu' } },
  { kind: 'MaxPooling2D', name: 'max_pooling2d' },
  { kind: 'Conv2D', name: 'conv2d_1', settings: { filters: 64, activation: 'relu' } },
  { kind: 'MaxPooling2D', name: 'max_pooling2d_1' },
  { kind: 'Flatten', name: 'flatten' },
]

/**
 * After "Convolutional autoencoder for image denoising" of keras.io, with fewer channels in the middle, so that something has to be
 * left out. What rounding up in the pooling added is cut off.
 */
function imageAutoencoder(facts: DataFacts | null): ChainLink[] {
  const [height = 28, width = 28, channels = 1] = pictureShape(facts)
  const over = [height, width].map((side) => [0, 4 * Math.ceil(side / 4) - side])
  const layer = (kind: string, name: string, filters: number, more = {}): ChainLink => ({
    kind,
    name,
    settings: { filters, kernel_size: [3, 3], activation: 'relu', padding: 'same', ...more },
  })
  const pool = (name: string) => ({ kind: 'MaxPooling2D', name, settings: { padding: 'same' } })
  return [
    input([height, width, channels]),
    layer('Conv2D', 'conv2d', 32),
    pool('max_pooling2d'),
    layer('Conv2D', 'conv2d_1', 8),
    pool('max_pooling2d_1'),
    layer('Conv2DTranspose', 'conv2d_transpose', 16, { strides: [2, 2] }),
    layer('Conv2DTranspose', 'conv2d_transpose_1', 32, { strides: [2, 2] }),
    ...(over.flat().some((pixels) => pixels > 0)
      ? [{ kind: 'Cropping2D', name: 'cropping2d', settings: { cropping: over } }]
      : []),
    layer('Conv2D', 'output', channels, {
      activation: (facts?.picture?.unit ?? true) ? 'sigmoid' : 'linear',
    }),
  ]
}

const templates: Record<string, Template> = {
  'cnn-image-classifier': (facts) => [
    ...imageLayers(facts),
    dense('dense', 64, 'relu'),
    classesOut(facts, 10),
  ],
  'pretrained-photo-classifier': pretrainedPhotoClassifier,
  'vgg16-photo-classifier': vgg16PhotoClassifier,
  'cnn-image-regressor': (facts) => [
    ...imageLayers(facts),
    dense('dense', 64, 'relu'),
    dense('output', facts?.targets ?? 1, 'linear'),
  ],
  'cnn-image-autoencoder': imageAutoencoder,
  // A self-normalizing network (Klambauer et al. 2017): deep enough to learn a small table within a few epochs at the
  // default learning rate, and steady over seeds without BatchNormalization, which small batches disturb.
  'tabular-classifier': (facts) => [
    input([facts?.features || 4]),
    ...['dense', 'dense_1', 'dense_2', 'dense_3'].map((name) =>
      dense(name, 256, 'selu', { kernel_initializer: 'lecun_normal' }),
    ),
    classesOut(facts, 3),
  ],
  'tabular-regressor': (facts) => [
    input([facts?.features || 8]),
    dense('dense', 128, 'relu'),
    dense('dense_1', 64, 'relu'),
    dense('output', facts?.targets ?? 1, 'linear'),
  ],
  'lstm-forecaster': (facts) => [
    input([facts?.series?.window ?? 24, facts?.series?.columns ?? 1]),
    { kind: 'LSTM', name: 'lstm', settings: { units: 64 } },
    // One step after another, and in each step one target after another.
    dense('output', facts?.outputs || 1, 'linear'),
  ],
  'lstm-sequence-classifier': (facts) => [
    input([facts?.text?.length ?? 200]),
    {
      kind: 'Embedding',
      name: 'embedding',
      settings: { input_dim: facts?.text?.words ?? 10000, output_dim: 64 },
    },
    { kind: 'LSTM', name: 'lstm', settings: { units: 128 } },
    labelOut(facts),
  ],
  'transformer-text-classifier': transformerTextClassifier,
}

/** The templates with layers that were trained before. */
const bases: Record<string, PretrainedBase> = {
  // It scales them itself.
  'pretrained-photo-classifier': { weights: 'efficientnet-lite0', normalise: 'none' },
  'vgg16-photo-classifier': { weights: null, normalise: 'caffe' },
}

/** What `--model` and the window offer. */
export const templateNames = Object.keys(templates)

/** The model document of a template, shaped for the data; its usual shape where no facts are given. */
export function buildTemplate(name: string, facts: DataFacts | null): ModelDocument {
  const base = bases[name]
  return { ...chainLayers(name, templates[name]?.(facts) ?? []), ...(base ? { base } : {}) }
}
