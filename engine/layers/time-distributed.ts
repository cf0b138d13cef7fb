import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { BuildContext } from './settings/settings.ts'

type Shape = (number | null)[]

/** `keras.layers.TimeDistributed`: the inner layer on each step [batch, steps, ...] by itself, all at once. */
export function timeDistributed({ tf }: BuildContext, name: string, inner: layers.Layer): layers.Layer {
  const stepOf = ([batch, , ...rest]: Shape): Shape => [batch ?? null, ...rest]
  class TimeDistributed extends tf.layers.Layer {
    static className = 'LatheTimeDistributed'
    /** Whose weights it has. */
    readonly parts = [inner]
    override build(shape: Shape) {
      inner.build(stepOf(shape) as number[])
      inner.built = true
      this.built = true
    }
    override get trainableWeights() {
      return this.trainable ? inner.trainableWeights : []
    }
    override get nonTrainableWeights() {
      return this.trainable
        ? inner.nonTrainableWeights
        : [...inner.trainableWeights, ...inner.nonTrainableWeights]
    }
    override get losses() {
      return inner.losses
    }
    override computeOutputShape(shape: Shape) {
      const [batch, ...rest] = inner.computeOutputShape(stepOf(shape) as number[]) as Shape
      return [batch, shape[1], ...rest] as number[]
    }
    override computeMask(_inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]) {
      return (mask ?? null) as Tensor
    }
    override call(inputs: Tensor | Tensor[], kwargs: Record<string, unknown>): Tensor {
      return tf.tidy(() => {
        const input = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor
        const [batch, steps, ...rest] = input.shape as [number, number, ...number[]]
        const result = inner.call(input.reshape([batch * steps, ...rest]), {
          ...kwargs,
          mask: undefined,
        }) as Tensor
        return result.reshape([batch, steps, ...result.shape.slice(1)])
      })
    }
  }
  const layer = new TimeDistributed({ name })
  layer.supportsMasking = true
  return layer
}
