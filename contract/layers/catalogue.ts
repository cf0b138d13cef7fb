import { convolutionLayers } from './convolution-layers.ts'
import { denseLayers } from './dense-layers.ts'
import type { LayerKind } from './layer-kind.ts'
import { recurrentLayers } from './recurrent-layers.ts'
import { shapeLayers } from './shape-layers.ts'

/** Every layer Lathe knows, by its Keras class name, in the order the palette shows them. */
export const catalogue: Readonly<Record<string, LayerKind>> = {
  ...denseLayers,
  ...convolutionLayers,
  ...shapeLayers,
  ...recurrentLayers,
}
