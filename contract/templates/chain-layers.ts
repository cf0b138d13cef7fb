import { catalogue } from '../layers/catalogue.ts'
import { layerConfig, moduleOf } from '../layers/keras-defaults.ts'
import { functionalModule, type KerasLayer, type KerasTensor, type ModelDocument } from '../model/model.ts'

/** One layer of a chain: its Keras class and the settings that differ from Keras's defaults. */
export interface ChainLink {
  kind: string
  name: string
  settings?: Record<string, unknown>
  /** The layers it takes, where it is not just the one before. */
  from?: string[]
  /** Which column of the canvas it stands in, and its row if that is not the next: branches stand beside the trunk. */
  column?: number
  row?: number
}

/** Distances between layers on the canvas: top to bottom, and from a branch to the next. */
const step = 112
const aside = 240

/** Merging layers take a list; attention takes its query and its value one by one. */
const argumentsOf = (kind: string, from: string[]) => {
  const tensors = from.map((source) => tensorOf(source))
  return tensors.length > 1 && !catalogue[kind]?.separate ? [tensors] : tensors
}

/** A model document of layers that follow one another, but for those that say what they take. */
export function chainLayers(name: string, links: ChainLink[]): ModelDocument {
  const layers = links.map(({ kind, name: layer, settings }, index): KerasLayer => {
    const before = links[index - 1]?.name
    const from = links[index]?.from ?? (before ? [before] : [])
    return {
      module: moduleOf(kind),
      class_name: kind,
      config: layerConfig(kind, layer, settings),
      registered_name: null,
      name: layer,
      inbound_nodes: from.length > 0 ? [{ args: argumentsOf(kind, from), kwargs: {} }] : [],
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
        links.map(({ name: layer, column = 0, row }, index) => [
          layer,
          { x: column * aside, y: (row ?? index) * step },
        ]),
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
