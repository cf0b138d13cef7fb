import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import { addBias, statelessUniform } from '../../runtime/differentiable-ops.ts'
import { seedFor } from '../../runtime/random.ts'
import { convolve, type Padding, pair, type Slide } from '../convolve.ts'
import { plainLayer } from '../plain-layer.ts'
import { activation } from '../settings/activations.ts'
import type { BuildContext, LayerVariable, Settings } from '../settings/settings.ts'

/**
 * `keras.layers.ConvLSTM2D` (Shi et al., 2015): an LSTM whose products are convolutions. Input [batch, steps, rows, columns,
 * channels], output [batch, rows, columns, filters] or, with return_sequences, [batch, steps, ...]. The input's convolutions
 * are done for all steps at once; the gradient is tfjs's own.
 * @throws Fault `engine.setting-unsupported` for states that are kept or given out
 */
export function convLstm2d(context: BuildContext, name: string, given: Settings): layers.Layer {
  const { tf, clock } = context
  return plainLayer(context, 'ConvLSTM2D', name, given, (config) => {
    for (const setting of ['stateful', 'return_state'])
      if (config[setting])
        throw new Fault('engine.setting-unsupported', {
          layer: name,
          setting,
          value: String(config[setting]),
        })
    const filters = config.filters as number
    const act = activation(tf, name, config.activation)
    const gate = activation(tf, name, config.recurrent_activation)
    const size = pair(config.kernel_size)
    const slide: Slide = {
      kernel: size,
      strides: pair(config.strides),
      padding: config.padding as Padding,
      dilations: pair(config.dilation_rate),
    }
    // The state keeps its size.
    const onState: Slide = { kernel: size, strides: [1, 1], padding: 'same', dilations: [1, 1] }
    let kernel: LayerVariable
    let recurrent: LayerVariable
    let bias: LayerVariable | undefined

    /** What dropout multiplies by while training, the same for all steps; null for none. */
    const drawn = (setting: string, shape: number[], training: boolean): Tensor | null => {
      const rate = config[setting] as number
      if (!training || rate <= 0) return null
      const own = seedFor(context.seed, `${name}/${setting}`)
      return statelessUniform(tf, shape, own, clock)
        .greaterEqual(rate)
        .toFloat()
        .mul(1 / (1 - rate))
    }

    return {
      mask: ([x], [mask]) => (x && config.return_sequences === true ? (mask ?? null) : null),
      build([shape = []], add) {
        const channels = shape.at(-1) as number
        kernel = add('kernel', [...size, channels, 4 * filters], 'kernel')
        recurrent = add('recurrent_kernel', [...size, filters, 4 * filters], 'recurrent')
        if (config.use_bias === false) return
        bias = add('bias', [4 * filters], 'bias')
        // Ones in the forget gate's part (Jozefowicz et al., 2015).
        if (config.unit_forget_bias)
          bias.write(
            tf.tidy(() => {
              const all = (bias as LayerVariable).read()
              return tf.concat([all.slice(0, filters), tf.ones([filters]), all.slice(2 * filters)])
            }),
          )
      },
      call([x], { training, masks: [mask] }) {
        const input = x as Tensor
        const [batch, steps, ...picture] = input.shape as [number, number, number, number, number]
        const dropped = drawn('dropout', [batch, 1, ...picture], training)
        const pictures = (dropped ? input.mul(dropped) : input).reshape([batch * steps, ...picture])
        const convolved = convolve(tf, pictures, kernel.read(), slide)
        const projected = bias ? addBias(tf, convolved, bias.read()) : convolved
        const [, rows, columns] = projected.shape as [number, number, number, number]
        const each = tf.unstack(projected.reshape([batch, steps, rows, columns, 4 * filters]), 1)
        const counts = mask ? tf.unstack(mask.toFloat().reshape([batch, steps, 1, 1, 1]), 1) : null
        const inOrder = <Item>(list: Item[]) => (config.go_backwards ? list.toReversed() : list)
        const held = drawn('recurrent_dropout', [batch, rows, columns, filters], training)
        const weights = recurrent.read()
        let h: Tensor = tf.zeros([batch, rows, columns, filters])
        let c: Tensor = h
        const outputs: Tensor[] = []
        const countsInOrder = counts && inOrder(counts)
        for (const [index, step] of inOrder(each).entries()) {
          const z = step.add(convolve(tf, held ? h.mul(held) : h, weights, onState))
          const [zi, zf, zc, zo] = tf.split(z, 4, 3) as [Tensor, Tensor, Tensor, Tensor]
          const cell = gate(zf)
            .mul(c)
            .add(gate(zi).mul(act(zc)))
          const output = gate(zo).mul(act(cell))
          const count = countsInOrder?.[index]
          h = count ? h.add(output.sub(h).mul(count)) : output
          c = count ? c.add(cell.sub(c).mul(count)) : cell
          outputs.push(h)
        }
        return config.return_sequences ? tf.stack(outputs, 1) : h
      },
    }
  })
}
