import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import { addBias, matrixProduct, statelessUniform } from '../runtime/differentiable-ops.ts'
import { seedFor } from '../runtime/random.ts'
import { attend } from './attend.ts'
import { plainLayer } from './plain-layer.ts'
import type { BuildContext, LayerVariable, Settings } from './settings.ts'

/** How a call of attention differs from the usual, as Keras writes it among a node's kwargs. */
export interface AttentionCall {
  use_causal_mask?: boolean
}

/** An affine map from [batch, steps, features] to [batch, steps, ...out], with its weights in Keras's shapes. */
interface Projection {
  kernel: LayerVariable
  bias: LayerVariable | undefined
}

/**
 * `keras.layers.MultiHeadAttention` (Vaswani et al., 2017) over the steps. Inputs query [batch, steps, features] and value
 * [batch, other steps, features], and a key like the value; output [batch, steps, features of the query].
 * @throws Fault `engine.setting-unsupported` for attention over other axes, a gate or a sliding window
 */
export function attention(
  context: BuildContext,
  name: string,
  given: Settings,
  how: AttentionCall = {},
): layers.Layer {
  const { tf, clock } = context
  return plainLayer(context, 'MultiHeadAttention', name, given, (config) => {
    refuse(name, config)
    const heads = config.num_heads as number
    const width = config.key_dim as number
    const valueWidth = (given.value_dim as number | null | undefined) ?? width
    const rate = config.dropout as number
    const own = seedFor(context.seed, `${name}/dropout`)
    const parts: Record<string, Projection> = {}

    const project = (part: string, x: Tensor): Tensor => {
      const { kernel, bias } = parts[part] as Projection
      const weights = kernel.read()
      // Keras keeps [features, heads, width], and [heads, width, features] on the way out.
      const out = part === 'attention_output' ? weights.shape.slice(2) : weights.shape.slice(1)
      const size = out.reduce((all, length) => all * length, 1)
      const product = matrixProduct(tf, x.reshape([-1, weights.size / size]), weights.reshape([-1, size]))
      const sum = bias ? addBias(tf, product, bias.read().reshape([size])) : product
      return sum.reshape([...x.shape.slice(0, 2), ...out])
    }
    /** [batch, steps, heads, width] -> [batch, heads, steps, width] */
    const headed = (x: Tensor) => x.transpose([0, 2, 1, 3])

    return {
      mask: 'kept',
      build([query = [], value = query, key = value], add) {
        const features = (shape: (number | null)[]) => shape.at(-1) as number
        const out = Array.isArray(config.output_shape) ? config.output_shape.map(Number) : [features(query)]
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
      call([query, value = query, key = value], { training, masks: [queryMask, valueMask, keyMask] }) {
        const [q, k, v] = [
          headed(project('query', query as Tensor)),
          headed(project('key', key as Tensor)),
          headed(project('value', value as Tensor)),
        ]
        const allowed = [
          ...(queryMask ? [queryMask.toFloat().expandDims(1).expandDims(-1)] : []),
          ...((valueMask ?? (value === query && queryMask))
            ? [((valueMask ?? queryMask) as Tensor).toFloat().expandDims(1).expandDims(1)]
            : []),
          ...(keyMask && key !== value ? [keyMask.toFloat().expandDims(1).expandDims(1)] : []),
          ...(how.use_causal_mask ? [causal(q.shape[2] as number, k.shape[2] as number)] : []),
        ]
        const looked = attend(tf, q, k, v, {
          allowed: allowed.reduce<Tensor | null>((all, one) => (all ? all.mul(one) : one), null),
          dropout: training && rate > 0 ? drawn([...q.shape.slice(0, 3), k.shape[2] as number]) : null,
        })
        return project('attention_output', looked.transpose([0, 2, 1, 3]))
      },
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
  const axes = config.attention_axes
  const usual =
    axes === null || axes === undefined || axes === 1 || (Array.isArray(axes) && axes.join() === '1')
  if (!usual)
    throw new Fault('engine.setting-unsupported', { layer, setting: 'attention_axes', value: String(axes) })
  for (const setting of ['use_gate', 'sliding_window'])
    if (config[setting])
      throw new Fault('engine.setting-unsupported', { layer, setting, value: String(config[setting]) })
}
