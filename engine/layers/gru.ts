import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { type BuildContext, layerSettings, set, usualInitializers } from './settings.ts'

type Variable = ReturnType<layers.Layer['addWeight']>

/**
 * GRU. tfjs has only the older form (reset_after=False); Keras's default is the other, in which the reset gate is applied
 * after the matrix product and the bias has two rows (keras.layers.GRUCell):
 * z = s(xWz + hUz), r = s(xWr + hUr), c = tanh(xWc + r * hUc), h' = z * h + (1 - z) * c.
 */
export function gru(context: BuildContext, name: string, config: Record<string, unknown>): layers.Layer {
  const { tf } = context
  const settings = layerSettings(context, name, { ...usualInitializers.gru, ...set(config) }) as Record<
    string,
    never
  >
  if (config.reset_after === false) return tf.layers.gru(settings as never)
  const units = config.units as number
  class GruResetAfter extends tf.layers.Layer {
    static className = 'GruResetAfter'
    kernel!: Variable
    recurrentKernel!: Variable
    bias: Variable | undefined
    override build(shape: number[]) {
      const features = shape.at(-1) as number
      this.kernel = this.addWeight('kernel', [features, units * 3], 'float32', settings.kernelInitializer)
      this.recurrentKernel = this.addWeight(
        'recurrent_kernel',
        [units, units * 3],
        'float32',
        settings.recurrentInitializer,
      )
      if (config.use_bias !== false)
        this.bias = this.addWeight('bias', [2, units * 3], 'float32', settings.biasInitializer)
      this.built = true
    }
    override computeOutputShape(shape: number[]) {
      return config.return_sequences
        ? [shape[0] as number, shape[1] as number, units]
        : [shape[0] as number, units]
    }
    override computeMask(_inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]) {
      return (config.return_sequences ? (mask ?? null) : null) as Tensor
    }
    override call(inputs: Tensor | Tensor[], kwargs: { mask?: Tensor | Tensor[] }): Tensor {
      const input = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor
      const mask = Array.isArray(kwargs.mask) ? kwargs.mask[0] : kwargs.mask
      return tf.tidy(() => this.run(input, mask ?? null))
    }
    run(input: Tensor, mask: Tensor | null): Tensor {
      const [batch, steps] = input.shape as [number, number]
      const gate = activation(tf, (settings.recurrentActivation as string | undefined) ?? 'sigmoid')
      const candidate = activation(tf, (settings.activation as string | undefined) ?? 'tanh')
      const biases = this.bias ? tf.unstack(this.bias.read()) : [tf.scalar(0), tf.scalar(0)]
      // The product with the input does not depend on the state, so it is done once for all steps.
      const flat = input
        .reshape([batch * steps, -1])
        .matMul(this.kernel.read() as never)
        .add(biases[0] as Tensor)
      const projected = tf.unstack(flat.reshape([batch, steps, units * 3]), 1)
      // A masked step leaves the state as it was.
      const kept = mask ? tf.unstack(mask.toFloat().expandDims(-1), 1) : null
      if (config.go_backwards) {
        projected.reverse()
        kept?.reverse()
      }
      let state: Tensor = tf.zeros([batch, units])
      const states: Tensor[] = []
      for (const [index, step] of projected.entries()) {
        const recurrent = state.matMul(this.recurrentKernel.read() as never).add(biases[1] as Tensor)
        const [xz, xr, xc] = tf.split(step, 3, 1) as [Tensor, Tensor, Tensor]
        const [hz, hr, hc] = tf.split(recurrent, 3, 1) as [Tensor, Tensor, Tensor]
        const update = gate(xz.add(hz))
        const fresh = candidate(xc.add(gate(xr.add(hr)).mul(hc)))
        const next = update.mul(state).add(tf.scalar(1).sub(update).mul(fresh))
        const counts = kept?.[index]
        state = counts ? state.add(next.sub(state).mul(counts)) : next
        states.push(state)
      }
      return config.return_sequences ? tf.stack(states, 1) : state
    }
  }
  const layer = new GruResetAfter({ name })
  layer.supportsMasking = true
  return layer
}

/** Any activation tfjs has, by its name. */
function activation(tf: BuildContext['tf'], name: string): (x: Tensor) => Tensor {
  const layer = tf.layers.activation({ activation: name as never })
  return (x) => layer.call(x, {}) as Tensor
}
