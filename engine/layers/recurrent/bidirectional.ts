import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import type { BuildContext } from '../settings/settings.ts'

type Layer = layers.Layer
type Shape = (number | null)[]

/**
 * Bidirectional as in keras.layers.Bidirectional: one layer reads the steps forwards, a second one backwards, and
 * their outputs are merged. tfjs's own copies one layer, so that both directions would start from the same weights.
 * @throws Fault `engine.layer-unsupported` for a merge mode of null, which gives two outputs
 */
export function bidirectional(
  { tf }: BuildContext,
  name: string,
  mode: unknown,
  pair: [Layer, Layer],
  sequences: boolean,
): Layer {
  const [forward, backward] = pair
  const merges: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
    concat: (a, b) => tf.concat([a, b], -1),
    sum: (a, b) => a.add(b),
    ave: (a, b) => a.add(b).mul(0.5),
    mul: (a, b) => a.mul(b),
  }
  const known = merges[String(mode)]
  if (!known) throw new Fault('engine.layer-unsupported', { layer: name, kind: `Bidirectional (${mode})` })
  const merge = known
  class TwoWays extends tf.layers.Layer {
    static className = 'TwoWays'
    /** Where the weights are kept: they are named after these. */
    readonly parts = pair
    override build(shape: Shape) {
      for (const layer of pair) {
        layer.build(shape)
        layer.built = true
      }
      this.built = true
    }
    override get trainableWeights() {
      return this.trainable ? pair.flatMap((layer) => layer.trainableWeights) : []
    }
    override get nonTrainableWeights() {
      const frozen = pair.flatMap((layer) => layer.nonTrainableWeights)
      return this.trainable ? frozen : [...pair.flatMap((layer) => layer.trainableWeights), ...frozen]
    }
    override get losses() {
      return pair.flatMap((layer) => layer.losses)
    }
    override computeOutputShape(shape: Shape) {
      const [one, other] = pair.map((layer) => layer.computeOutputShape(shape) as Shape) as [Shape, Shape]
      return mode === 'concat'
        ? [...one.slice(0, -1), (one.at(-1) as number) + (other.at(-1) as number)]
        : one
    }
    override computeMask(_inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]) {
      return (sequences ? (mask ?? null) : null) as Tensor
    }
    override call(inputs: Tensor | Tensor[], kwargs: Record<string, unknown>): Tensor {
      const input = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor
      return tf.tidy(() => {
        const ahead = forward.call(input, kwargs) as Tensor
        const back = backward.call(input, kwargs) as Tensor
        const [a, b] = [ahead, back].map((one) => (Array.isArray(one) ? one[0] : one)) as [Tensor, Tensor]
        return merge(a, sequences ? tf.reverse(b, 1) : b)
      })
    }
  }
  const layer = new TwoWays({ name })
  layer.supportsMasking = true
  return layer
}
