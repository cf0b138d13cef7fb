import type { LayersModel, layers, Scalar, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Reference } from '../../contract/graph/layer-calls.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Regularizer } from './settings/regularizers.ts'

/** An output of a layer: its name, and which call of it. */
export type Place = Pick<Reference, 'layer' | 'call'>

/** A key for what a call of a layer gives. */
export const keyOf = ({ layer, call }: Place): string => `${layer} ${call}`

/** One call of a layer in the order of the graph. */
export interface LayerCall {
  layer: layers.Layer
  name: string
  node: number
  sources: Place[]
  /** What its output adds to the loss. */
  penalty: Regularizer | undefined
  /** Whether it trains, where the model says so whatever the step does: `layer(x, training=False)`. */
  training: boolean | undefined
}

/**
 * A tfjs model that runs its layers itself. tfjs's own way hands a layer the mask of the layer before the last one, gives a
 * layer of several inputs one mask, and refuses activity regularizers; here both go as in Keras: each tensor carries its mask
 * to the layers that take it, and a layer that does not know of masks ends it.
 */
export function graphModel(
  tf: TensorFlow,
  name: string,
  calls: LayerCall[],
  graph: {
    inputs: Place[]
    outputs: Place[]
    symbolic(place: Place): SymbolicTensor
    /** What a call is given instead of the inputs, of which the model keeps all weights nevertheless. */
    given?: Place[]
  },
): LayersModel {
  class GraphModel extends tf.LayersModel {
    /** Of the latest call. */
    penalties: Scalar[] = []

    override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor | Tensor[] {
      const given = Array.isArray(inputs) ? inputs : [inputs]
      const values = new Map<string, { value: Tensor; mask: Tensor | null }>()
      for (const [index, place] of (graph.given ?? graph.inputs).entries())
        values.set(keyOf(place), { value: given[index] as Tensor, mask: null })
      this.penalties = []
      for (const { layer, name, node, sources, penalty, training } of calls) {
        const found = sources.map(
          (place) => values.get(keyOf(place)) as { value: Tensor; mask: Tensor | null },
        )
        const bare = <Item>(items: Item[]) => (items.length === 1 ? (items[0] as Item) : items)
        const taken = bare(found.map(({ value }) => value))
        const masks = bare(found.map(({ mask }) => mask))
        const value = layer.call(taken, {
          training: training ?? kwargs.training,
          mask: layer.supportsMasking ? masks : null,
        }) as Tensor
        if (penalty) this.penalties.push(penalty(value).div(value.shape[0] as number) as Scalar)
        const mask = layer.supportsMasking
          ? (layer.computeMask(taken, masks as Tensor | Tensor[]) as Tensor | null)
          : null
        values.set(keyOf({ layer: name, call: node }), { value, mask })
      }
      const outputs = graph.outputs.map((place) => values.get(keyOf(place))?.value as Tensor)
      return outputs.length === 1 ? (outputs[0] as Tensor) : outputs
    }

    override calculateLosses(): Scalar[] {
      return [...super.calculateLosses(), ...this.penalties]
    }
  }
  const pick = (places: Place[]) => places.map(graph.symbolic)
  return new GraphModel({ inputs: pick(graph.inputs), outputs: pick(graph.outputs), name })
}
