import type { LayersModel, layers, Tensor } from '@tensorflow/tfjs-node-gpu'

type Layer = layers.Layer
type Weight = Layer['weights'][number]

/** A layer made of others, which keep the weights: the two directions of a Bidirectional. */
interface Composed {
  parts: Layer[]
}

/** A weight by its Keras variable path, and by the name that earlier versions of Lathe kept it under. */
export interface PathedWeight {
  name: string
  earlierName: string
  variable: Weight
}

/** tfjs puts the layer's name before it. Attention has four maps, each with a kernel and a bias: `query/kernel`. */
const ownName = (layer: Layer, weight: Weight) =>
  weight.originalName
    .split('/')
    .slice(layer.getClassName() === 'LatheMultiHeadAttention' ? -2 : -1)
    .join('/')

/** The layers that draw one step of a recurrent layer, which Keras keeps the weights in. */
const cells: Record<string, string> = {
  LatheLSTM: 'lstm_cell',
  LatheGRU: 'gru_cell',
  LatheSimpleRNN: 'simple_rnn_cell',
  LatheConvLSTM2D: 'conv_lstm_cell',
}

/** Keras names the directions anew: `forward_` and the name of the layer that is read both ways, said once. */
const partName = (part: Layer) =>
  (part.name.split('/').at(-1) as string).replace(/^(forward_|backward_)(?:forward_|backward_)?/, '$1')

function pathOf(layer: Layer, prefix: string, found: Map<Weight, string>): void {
  const parts = (layer as Layer & Partial<Composed>).parts
  if (parts) {
    for (const part of parts) pathOf(part, `${prefix}/${partName(part)}`, found)
    return
  }
  const cell = cells[layer.getClassName()]
  for (const weight of layer.weights)
    found.set(weight, [prefix, ...(cell ? [cell] : []), ownName(layer, weight)].join('/'))
}

/** The weights of a layer in Keras's order, by path. */
export function weightPaths(layer: Layer): PathedWeight[] {
  const paths = new Map<Weight, string>()
  pathOf(layer, layer.name, paths)
  const seen = new Map<string, number>()
  return layer.weights.map((variable) => {
    const plain = `${layer.name}/${ownName(layer, variable)}`
    // The two directions of a Bidirectional layer once had weights of one name.
    const count = seen.get(plain) ?? 0
    seen.set(plain, count + 1)
    const earlierName = count === 0 ? plain : `${plain}_${count}`
    return { name: paths.get(variable) ?? plain, earlierName, variable }
  })
}

/** All weights of a model, by path. */
export const namedWeights = (model: LayersModel): (PathedWeight & { tensor: Tensor })[] =>
  model.layers.flatMap((layer) =>
    weightPaths(layer).map((weight) => ({ ...weight, tensor: weight.variable.read() as Tensor })),
  )

/** The key Keras writes a layer under: its class in snake case (`keras.src.utils.naming.to_snake_case`). */
export function layerKey(layer: Layer): string {
  const kind = layer.getClassName().replace(/^Lathe/, '')
  if (kind === 'TwoWays') return 'bidirectional'
  return kind
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
