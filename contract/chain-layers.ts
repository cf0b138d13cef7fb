import { layerConfig, moduleOf } from './keras-defaults.ts'
import { functionalModule, type KerasLayer, type KerasTensor, type ModelDocument } from './model.ts'

/** One layer of a chain: its Keras class and the settings that differ from Keras's defaults. */
export interface ChainLink {
  kind: string
  name: string
  settings?: Record<string, unknown>
}

/** Distance between layers on the canvas, top to bottom. */
const step = 112

/** A model document of layers that follow one another. */
export function chainLayers(name: string, links: ChainLink[]): ModelDocument {
  const layers = links.map(({ kind, name: layer, settings }, index): KerasLayer => {
    const before = links[index - 1]?.name
    return {
      module: moduleOf(kind),
      class_name: kind,
      config: layerConfig(kind, layer, settings),
      registered_name: null,
      name: layer,
      inbound_nodes: before ? [{ args: [tensorOf(before)], kwargs: {} }] : [],
    }
  })
  return {
    format: 'lathe-model',
    version: 1,
    name,
    keras: {
      module: functionalModule,
      class_name: 'Functional',
      config: {
        name: name.replace(/\W+/g, '_'),
        trainable: true,
        layers,
        input_layers: [[links[0]?.name ?? '', 0, 0]],
        output_layers: [[links.at(-1)?.name ?? '', 0, 0]],
      },
      registered_name: 'Functional',
    },
    canvas: {
      positions: Object.fromEntries(
        links.map(({ name: layer }, index) => [layer, { x: 0, y: index * step }]),
      ),
    },
  }
}

/** A reference to an output of a layer's call. The shape is only told for those who read the file. */
export function tensorOf(
  layer: string,
  shape: (number | null)[] = [null],
  call = 0,
  output = 0,
): KerasTensor {
  return {
    class_name: '__keras_tensor__',
    config: { shape, dtype: 'float32', keras_history: [layer, call, output] },
  }
}
