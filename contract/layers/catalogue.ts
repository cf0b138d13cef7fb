import { activationLayers } from './activation-layers.ts'
import { attentionLayers } from './attention-layers.ts'
import { convLstmLayers } from './conv-lstm-layers.ts'
import { convolutionLayers } from './convolution-layers.ts'
import { convolutionVariants } from './convolution-variants.ts'
import { inAnyFormat } from './data-format.ts'
import { denseLayers } from './dense-layers.ts'
import type { LayerKind } from './layer-kind.ts'
import { noiseLayers } from './noise-layers.ts'
import { normalizationLayers } from './normalization-layers.ts'
import { poolingLayers } from './pooling-layers.ts'
import { recurrentLayers } from './recurrent-layers.ts'
import { resizingLayers } from './resizing-layers.ts'
import { shapeLayers } from './shape-layers.ts'
import { timeDistributedLayers } from './time-distributed.ts'

/** Every layer Lathe knows, by its Keras class name, in the order the palette shows them. */
export const catalogue: Readonly<Record<string, LayerKind>> = inAnyFormat({
  ...denseLayers,
  ...activationLayers,
  ...convolutionLayers,
  ...convolutionVariants,
  ...poolingLayers,
  ...normalizationLayers,
  ...noiseLayers,
  ...shapeLayers,
  ...resizingLayers,
  ...recurrentLayers,
  ...convLstmLayers,
  ...timeDistributedLayers,
  ...attentionLayers,
})
