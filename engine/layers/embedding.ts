import type { layers, Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { lookUp } from '../runtime/differentiable-ops.ts'
import {
  addWeight,
  type BuildContext,
  firstOf,
  type LayerVariable,
  layerSettings,
  type RowSums,
  settled,
} from './settings/settings.ts'

/** `keras.layers.Embedding`: a row of the table for each number. Input [batch, ...], output [batch, ..., output_dim]. */
export function embedding(context: BuildContext, name: string, given: Record<string, unknown>): layers.Layer {
  const { tf } = context
  const config = settled('Embedding', name, given)
  const settings = layerSettings(context, name, config)
  const width = config.output_dim as number
  class Embedding extends tf.layers.Layer {
    static className = 'LatheEmbedding'
    table!: LayerVariable
    override build() {
      this.table = addWeight(this, settings, 'embeddings', [config.input_dim as number, width], 'embeddings')
      if (!config.embeddings_regularizer) context.tables.set(this.table.read() as Variable, null)
      this.built = true
    }
    override computeOutputShape(shape: number[]) {
      return [...shape, width]
    }
    override computeMask(inputs: Tensor | Tensor[]) {
      return (config.mask_zero ? tf.tidy(() => firstOf(inputs).notEqual(0)) : null) as Tensor
    }
    override call(inputs: Tensor | Tensor[]): Tensor {
      const table = this.table.read() as Variable
      // A table that is looked up in twice has the sums of both.
      const gathered = (sums: RowSums) => {
        const before = context.tables.get(table)
        const both = (a: Tensor, b: Tensor | null | undefined) => (b ? tf.keep(a.add(b)) : a)
        context.tables.set(table, {
          squares: both(sums.squares, before?.squares),
          sizes: sums.sizes && both(sums.sizes, before?.sizes),
        })
        if (before) tf.dispose([before.squares, before.sizes, sums.squares, sums.sizes] as Tensor[])
      }
      const sparse = context.tables.has(table) ? { ...context.rows, gathered } : undefined
      return tf.tidy(() => lookUp(tf, table, firstOf(inputs).toInt(), sparse))
    }
  }
  const layer = new Embedding({ name })
  layer.supportsMasking = config.mask_zero === true
  return layer
}
