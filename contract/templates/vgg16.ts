import type { ChainLink } from './chain-layers.ts'
import { dense, labelOut, photoInput, type Template } from './pieces.ts'

/** Filters of the convolutions of each block: configuration D of Simonyan and Zisserman (2015). */
const blocks = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
]

/** `keras.applications.VGG16(include_top=False)`, frozen, by its names of layers: so its weights files fit. */
function vgg16(): ChainLink[] {
  return blocks.flatMap((convolutions, at): ChainLink[] => {
    const block = `block${at + 1}`
    return [
      ...convolutions.map((filters, number) => ({
        kind: 'Conv2D',
        name: `${block}_conv${number + 1}`,
        settings: { filters, padding: 'same', activation: 'relu', trainable: false },
      })),
      { kind: 'MaxPooling2D', name: `${block}_pool` },
    ]
  })
}

/** VGG16 with weights that the person has, Flatten, and two Dense layers that learn. */
export const vgg16PhotoClassifier: Template = (facts) => [
  photoInput(facts),
  ...vgg16(),
  { kind: 'Flatten', name: 'flatten' },
  dense('dense', 1024, 'relu'),
  labelOut(facts),
]
