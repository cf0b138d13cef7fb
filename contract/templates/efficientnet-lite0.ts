import type { ChainLink } from './chain-layers.ts'
import { answerOut, type DataFacts, photoInput, type Template } from './pieces.ts'

/** The stages of EfficientNet-B0 (Tan and Le 2019, table 1), which Lite0 has too. */
const stages = [
  { kernel: 3, stride: 1, filters: 16, expand: 1, blocks: 1 },
  { kernel: 3, stride: 2, filters: 24, expand: 6, blocks: 2 },
  { kernel: 5, stride: 2, filters: 40, expand: 6, blocks: 2 },
  { kernel: 3, stride: 2, filters: 80, expand: 6, blocks: 3 },
  { kernel: 5, stride: 1, filters: 112, expand: 6, blocks: 3 },
  { kernel: 5, stride: 2, filters: 192, expand: 6, blocks: 4 },
  { kernel: 3, stride: 1, filters: 320, expand: 6, blocks: 1 },
]

/** A convolution of the base: frozen, with the BatchNormalization behind it folded in. */
const frozen = (kind: string, name: string, kernel: number, more: Record<string, unknown> = {}) => ({
  kind,
  name,
  settings: { kernel_size: [kernel, kernel], padding: 'same', trainable: false, ...more },
})

/**
 * EfficientNet-Lite0 without its last layer, by the names of `keras.applications.efficientnet`: no squeeze-and-excitation,
 * ReLU6 instead of Swish, a stem of 32 and a head of 1280 filters (tensorflow/tpu, models/official/efficientnet/lite). On the canvas
 * the layers that a shortcut goes around stand in the second column.
 */
function efficientnetLite0(): ChainLink[] {
  const links: ChainLink[] = [
    // MEAN_RGB 127 and STDDEV_RGB 128 of efficientnet_lite_builder.py, for pictures of 0 to 255.
    { kind: 'Rescaling', name: 'rescaling', settings: { scale: 1 / 128, offset: -127 / 128 } },
    frozen('Conv2D', 'stem_conv', 3, { filters: 32, strides: [2, 2], activation: 'relu6' }),
  ]
  let before = 'stem_conv'
  let channels = 32
  stages.forEach(({ kernel, filters, expand, blocks, ...stage }, at) => {
    for (let block = 0; block < blocks; block++) {
      const name = `block${at + 1}${'abcd'[block]}`
      const stride = block === 0 ? stage.stride : 1
      const shortcut = stride === 1 && channels === filters
      const column = Number(shortcut)
      const narrow = { filters, activation: 'linear' }
      if (expand > 1)
        links.push({
          ...frozen('Conv2D', `${name}_expand_conv`, 1, { filters: channels * expand, activation: 'relu6' }),
          column,
          from: [before],
        })
      links.push(
        {
          ...frozen('DepthwiseConv2D', `${name}_dwconv`, kernel, {
            strides: [stride, stride],
            activation: 'relu6',
          }),
          column,
        },
        { ...frozen('Conv2D', `${name}_project_conv`, 1, narrow), column },
      )
      const last = `${name}_project_conv`
      if (shortcut)
        links.push({
          kind: 'Add',
          name: `${name}_add`,
          from: [last, before],
        })
      before = shortcut ? `${name}_add` : last
      channels = filters
    }
  })
  const top = frozen('Conv2D', 'top_conv', 1, { filters: 1280, activation: 'relu6' })
  return [...links, top]
}

/** What Keras's guide to transfer learning has: the base frozen, and one layer that learns behind it. */
export const pretrainedPhotoClassifier: Template = (facts: DataFacts | null) => [
  photoInput(facts),
  ...efficientnetLite0(),
  { kind: 'GlobalAveragePooling2D', name: 'avg_pool' },
  { kind: 'Dropout', name: 'top_dropout', settings: { rate: 0.2 } },
  answerOut(facts),
]
