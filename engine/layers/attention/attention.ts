import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import { outSizes } from '../../../contract/layers/attention-layers.ts'
import type { Shape } from '../../../contract/layers/layer-kind.ts'
import {
  addBias,
  matrixProduct,
  statelessUniform,
  withoutGradient,
} from '../../runtime/differentiable-ops.ts'
import { seedFor } from '../../runtime/random.ts'
import { plainLayer } from '../plain-layer.ts'
import type { BuildContext, LayerVariable, Settings } from '../settings/settings.ts'
import { attend } from './attend.ts'
import { type AttentionAxes, attentionAxes } from './attention-axes.ts'

/** How a call of attention differs from the usual, as Keras writes it among a node's kwargs, and which input is what. */
export interface AttentionCall {
  use_causal_mask?: boolean
  /** `query`, `value`, `key` or `attention_mask` for each input. */
  roles?: string[]
}

/** An affine map from [batch, steps, features] to [batch, steps, ...out], with its weights in Keras's shapes. */
interface Projection {
  kernel: LayerVariable
  bias: LayerVariable | undefined
}

/**
 * `keras.layers.MultiHeadAttention` (Vaswani et al., 2017). Inputs query [batch, ..., features] and value [batch, ..., features]
 * with steps of their own, a key like the value, and a mask [batch, steps, other steps] that is not 0 where a step may look.
 * Output as the query. With `attention_axes` the axes that are not named stay by themselves, as the batch does.
 * @throws Fault `engine.setting-unsupported` for a gate, a sliding window, and masks over several axes of steps
 */
export function attention(
  context: BuildContext,
  name: string,
  given: Settings,
  how: AttentionCall = {},
): layers.Layer {
  const { tf, clock } = context
  const roles = how.roles ?? []
  const place = (role: string, otherwise: number) => (roles.includes(role) ? roles.indexOf(role) : otherwise)
  const takes = {
    query: place('query', 0),
    value: place('value', 1),
    key: place('key', roles.length > 0 ? -1 : 2),
    mask: place('attention_mask', -1),
  }
  return plainLayer(context, 'MultiHeadAttention', name, given, (config) => {
    refuse(name, config)
    const heads = config.num_heads as number
    const width = config.key_dim as number
    const valueWidth = (given.value_dim as number | null | undefined) ?? width
    const rate = config.dropout as number
    const own = seedFor(context.seed, `${name}/dropout`)
    const parts: Record<string, Projection> = {}
    const outOf = (query: Shape) =>
      config.output_shape ? outSizes(config.output_shape) : [query.at(-1) as number]
    let axes: AttentionAxes
    const taken = <Item>(inputs: Item[]) => {
      const query = inputs[takes.query] as Item
      const value = inputs[takes.value] ?? query
      return { query, value, key: inputs[takes.key] ?? value }
    }

    const project = (part: string, x: Tensor): Tensor => {
      const { kernel, bias } = parts[part] as Projection
      const weights = kernel.read()
      // Keras keeps [features, heads, width], and [heads, width, features] on the way out.
      const out = part === 'attention_output' ? weights.shape.slice(2) : weights.shape.slice(1)
      const size = out.reduce((all, length) => all * length, 1)
      const kept = part === 'attention_output' ? x.shape.slice(0, -2) : x.shape.slice(0, -1)
      const product = matrixProduct(tf, x.reshape([-1, weights.size / size]), weights.reshape([-1, size]))
      const sum = bias ? addBias(tf, product, bias.read().reshape([size])) : product
      return sum.reshape([...kept, ...out])
    }

    return {
      mask: 'kept',
      outputShape(shapes) {
        const { query } = taken(shapes)
        return [...query.slice(0, -1), ...outOf(query)]
      },
      build(shapes, add) {
        const { query, value, key } = taken(shapes)
        axes = attentionAxes(query.length, config.attention_axes)
        refuseMasks(name, query.length, how)
        const features = (shape: Shape) => shape.at(-1) as number
        const out = outOf(query)
        const part = (which: string, kernel: number[], bias: number[]) => {
          parts[which] = {
            kernel: add(`${which}/kernel`, kernel, 'kernel'),
            bias: config.use_bias === false ? undefined : add(`${which}/bias`, bias, 'bias'),
          }
        }
        part('query', [features(query), heads, width], [heads, width])
        part('key', [features(key), heads, width], [heads, width])
        part('value', [features(value), heads, valueWidth], [heads, valueWidth])
        part('attention_output', [heads, valueWidth, ...out], out)
      },
      call(inputs, { training, masks }) {
        const { query, value, key } = taken(inputs)
        const q = axes.headed(project('query', query))
        const k = axes.headed(project('key', key))
        const v = axes.headed(project('value', value))
        const along = { from: q.shape[2] as number, to: k.shape[2] as number }
        const looked = attend(tf, q, k, v, {
          allowed: allowed(inputs, masks, along),
          dropout: training && rate > 0 ? drawn([...q.shape.slice(0, 3), along.to]) : null,
        })
        return project('attention_output', axes.back(looked, query.shape))
      },
    }

    /** Where all masks let a step look: 1, else 0; null where there is none. Broadcasts to [batch, heads, steps, other steps]. */
    function allowed(inputs: Tensor[], masks: (Tensor | null)[], along: { from: number; to: number }) {
      const [query, value, key] = [takes.query, takes.value, takes.key].map((at) => masks[at] ?? null)
      // A lone input is query and value, and its mask both theirs.
      const ofValue = inputs.length === 1 ? query : value
      const open = [
        ...(query ? [query.toFloat().expandDims(1).expandDims(-1)] : []),
        ...[ofValue, key].flatMap((mask) => (mask ? [mask.toFloat().expandDims(1).expandDims(1)] : [])),
        ...(how.use_causal_mask ? [causal(along.from, along.to)] : []),
        ...(takes.mask >= 0 ? [given01(inputs[takes.mask] as Tensor)] : []),
      ]
      if (open.length === 0) return null
      if (axes.several) throw unsupportedMasks(name)
      return open.reduce((all, one) => all.mul(one))
    }

    /** A mask that somebody made: whatever is not 0 counts. Heads that it does not tell apart share it. */
    function given01(mask: Tensor): Tensor {
      const counts = withoutGradient(tf, mask.toFloat(), (value) => value.notEqual(0))
      return mask.rank === 3 ? counts.expandDims(1) : counts
    }

    /** 1 where a step may look at another: not at later ones. [1, 1, steps, other steps] */
    function causal(steps: number, others: number): Tensor {
      return tf.linalg.bandPart(tf.ones([steps, others]), -1, 0).reshape([1, 1, steps, others])
    }

    /** What dropout multiplies shares of this shape by. */
    function drawn(shape: number[]): Tensor {
      return statelessUniform(tf, shape, own, clock)
        .greaterEqual(rate)
        .toFloat()
        .mul(1 / (1 - rate))
    }
  })
}

function refuse(layer: string, config: Settings) {
  for (const setting of ['use_gate', 'sliding_window'])
    if (config[setting])
      throw new Fault('engine.setting-unsupported', { layer, setting, value: String(config[setting]) })
}

const unsupportedMasks = (layer: string) =>
  new Fault('engine.setting-unsupported', { layer, setting: 'attention_axes', value: 'several, with a mask' })

function refuseMasks(layer: string, rank: number, { use_causal_mask, roles = [] }: AttentionCall) {
  if (rank > 3 && (use_causal_mask || roles.includes('attention_mask'))) throw unsupportedMasks(layer)
}
