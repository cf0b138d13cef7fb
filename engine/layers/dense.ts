import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { addBias, matrixProduct } from '../runtime/differentiable-ops.ts'
import { activation } from './settings/activations.ts'
import {
  addWeight,
  type BuildContext,
  firstOf,
  type LayerVariable,
  layerSettings,
  settled,
} from './settings/settings.ts'

/** `keras.layers.Dense`: activation(x W + b) along the last axis. Input [batch, ..., k], output [batch, ..., units]. */
export function dense(context: BuildContext, name: string, given: Record<string, unknown>): layers.Layer {
  const { tf } = context
  const config = settled('Dense', name, given)
  const settings = layerSettings(context, name, config)
  const units = config.units as number
  const activate = activation(tf, name, config.activation)
  class Dense extends tf.layers.Layer {
    static className = 'LatheDense'
    kernel!: LayerVariable
    bias: LayerVariable | undefined
    override build(shape: number[]) {
      this.kernel = addWeight(this, settings, 'kernel', [shape.at(-1) as number, units], 'kernel')
      if (config.use_bias) this.bias = addWeight(this, settings, 'bias', [units], 'bias')
      this.built = true
    }
    override computeOutputShape(shape: number[]) {
      return [...shape.slice(0, -1), units]
    }
    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => {
        const input = firstOf(inputs)
        const product = matrixProduct(
          tf,
          input.rank === 2 ? input : input.reshape([-1, input.shape.at(-1) as number]),
          this.kernel.read(),
        )
        const sum = this.bias ? addBias(tf, product, this.bias.read()) : product
        const result = activate(input.rank === 2 ? sum : sum.reshape([...input.shape.slice(0, -1), units]))
        return result === input ? input.clone() : result
      })
    }
  }
  const layer = new Dense({ name })
  layer.supportsMasking = true
  return layer
}
