import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import { addBias, matMul, matrixProduct, statelessUniform } from '../../runtime/differentiable-ops.ts'
import { seedFor } from '../../runtime/random.ts'
import { activation, activationName } from '../settings/activations.ts'
import {
  addWeight,
  type BuildContext,
  firstOf,
  type LayerVariable,
  layerSettings,
  settled,
} from '../settings/settings.ts'
import { runLstm } from './lstm-sequence.ts'
import {
  gruCell,
  lstmCell,
  type Product,
  resetBeforeCell,
  type Squash,
  simpleCell,
  squash,
} from './recurrent-cells.ts'
import { runSequence, type Sequence } from './recurrent-sequence.ts'
import { runTaped } from './taped-sequence.ts'

/**
 * `keras.layers.LSTM`, `GRU` and `SimpleRNN`. Input [batch, steps, features], output [batch, units] or, with
 * return_sequences, [batch, steps, units].
 * @throws Fault `engine.setting-unsupported` for states that are kept or given out, and `engine.activation-unknown`
 */
export function recurrent(
  context: BuildContext,
  kind: 'LSTM' | 'GRU' | 'SimpleRNN',
  name: string,
  given: Record<string, unknown>,
): layers.Layer {
  const { tf } = context
  const config = settled(kind, name, given)
  const cell = makeRunner(context, kind, name, config)
  // Without reset_after GRU has one bias, for the input.
  const twoBiases = kind === 'GRU' && config.reset_after !== false
  const settings = layerSettings(context, name, config)
  const units = config.units as number
  const all = config.return_sequences === true
  const fused =
    kind === 'LSTM' &&
    activationName(config.activation) === 'tanh' &&
    activationName(config.recurrent_activation) === 'sigmoid'
  class Recurrent extends tf.layers.Layer {
    static className = `Lathe${kind}`
    kernel!: LayerVariable
    recurrentKernel!: LayerVariable
    bias: LayerVariable | undefined
    override build(shape: number[]) {
      const wide = units * cell.gates
      this.kernel = addWeight(this, settings, 'kernel', [shape.at(-1) as number, wide], 'kernel')
      this.recurrentKernel = addWeight(this, settings, 'recurrent_kernel', [units, wide], 'recurrent')
      if (config.use_bias) {
        this.bias = addWeight(this, settings, 'bias', twoBiases ? [2, wide] : [wide], 'bias')
        if (kind === 'LSTM' && config.unit_forget_bias) this.openForgetGate(this.bias)
      }
      this.built = true
    }
    /** Ones in the forget gate's part of the bias (Jozefowicz et al., 2015). */
    openForgetGate(bias: LayerVariable) {
      const drawn = bias.read()
      const opened = tf.tidy(() =>
        tf.concat([drawn.slice(0, units), tf.ones([units]), drawn.slice(2 * units, 2 * units)]),
      )
      bias.write(opened)
      opened.dispose()
    }
    override computeOutputShape(shape: number[]) {
      return all ? [shape[0] as number, shape[1] as number, units] : [shape[0] as number, units]
    }
    override computeMask(_inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]) {
      return (all ? (mask ?? null) : null) as Tensor
    }
    override call(
      inputs: Tensor | Tensor[],
      { mask, training }: { mask?: Tensor | Tensor[]; training?: boolean },
    ): Tensor {
      return tf.tidy(() => {
        const steps = firstOf(inputs).transpose([1, 0, 2])
        const [length, batch, features] = steps.shape as [number, number, number]
        const input = this.masked(steps, [1, batch, features], 'dropout', training)
        const recurrentDropout = this.mask([batch, units], 'recurrent_dropout', training)
        if (fused && !mask && !recurrentDropout) {
          const output = runLstm(tf, {
            steps: input,
            kernel: this.kernel.read(),
            recurrentKernel: this.recurrentKernel.read(),
            bias: this.bias?.read() ?? tf.zeros([4 * units]),
            backwards: config.go_backwards === true,
            all,
          })
          return all ? output.transpose([1, 0, 2]) : output
        }
        const product = matrixProduct(tf, input.reshape([-1, features]), this.kernel.read())
        const [bias, recurrentBias] = this.biases()
        const counts = mask ? firstOf(mask).toFloat().transpose().expandDims(-1) : null
        const output = cell.run({
          projected: (bias ? addBias(tf, product, bias) : product).reshape([length, batch, -1]),
          kernel: this.recurrentKernel.read(),
          bias: recurrentBias,
          mask: counts,
          recurrentDropout,
          backwards: config.go_backwards === true,
          all,
        })
        // Keras says so to what stands in a Bidirectional: a step that does not count gives zeros.
        const silent = all && counts && config.zero_output_for_mask
        const heard = silent ? output.mul(config.go_backwards ? counts.reverse(0) : counts) : output
        return all ? heard.transpose([1, 0, 2]) : heard
      })
    }
    biases(): [Tensor | null, Tensor | null] {
      const bias = this.bias?.read() ?? null
      if (!bias || !twoBiases) return [bias, null]
      return bias.unstack() as [Tensor, Tensor]
    }
    masked(input: Tensor, shape: number[], setting: string, training?: boolean): Tensor {
      const mask = this.mask(shape, setting, training)
      return mask ? input.mul(mask) : input
    }
    /** One mask for all steps, as in Keras. */
    mask(shape: number[], setting: string, training?: boolean): Tensor | null {
      const rate = config[setting] as number
      if (!training || rate <= 0) return null
      const drawn = statelessUniform(tf, shape, seedFor(context.seed, `${name}/${setting}`), context.clock)
      return drawn
        .greaterEqual(rate)
        .toFloat()
        .mul(1 / (1 - rate))
    }
  }
  const layer = new Recurrent({ name })
  layer.supportsMasking = true
  return layer
}

/** A cell, and what runs it over the steps of a sequence. */
interface Runner {
  gates: number
  run(sequence: Sequence): Tensor
}

/** The cell of a layer: by hand where each of its functions has a gradient by hand, else by tfjs's tape. */
function makeRunner(
  { tf }: BuildContext,
  kind: 'LSTM' | 'GRU' | 'SimpleRNN',
  layer: string,
  config: Record<string, unknown>,
): Runner {
  for (const setting of ['stateful', 'return_state'])
    if (config[setting])
      throw new Fault('engine.setting-unsupported', { layer, setting, value: String(config[setting]) })
  const resetBefore = kind === 'GRU' && config.reset_after === false
  const byHand = (setting: string) => squash(tf, activationName(config[setting]))
  const used = kind === 'SimpleRNN' ? ['activation'] : ['activation', 'recurrent_activation']
  const taped = resetBefore || !used.every(byHand)
  const find = (setting: string): Squash =>
    byHand(setting) ?? { apply: activation(tf, layer, config[setting]), gradient: () => notByHand(setting) }
  const product: Product = taped ? (a, b) => matrixProduct(tf, a, b) : (a, b) => matMul(tf, a, b)
  const act = find('activation')
  const gate = kind === 'SimpleRNN' ? act : find('recurrent_activation')
  if (resetBefore) {
    const cell = resetBeforeCell(tf, product, act, gate)
    return { gates: cell.gates, run: (sequence) => runTaped(tf, cell, sequence) }
  }
  const cell =
    kind === 'SimpleRNN'
      ? simpleCell(product, act)
      : kind === 'LSTM'
        ? lstmCell(tf, product, act, gate)
        : gruCell(tf, product, act, gate)
  const run = taped ? runTaped : runSequence
  return { gates: cell.gates, run: (sequence) => run(tf, cell, sequence) }
}

function notByHand(setting: string): never {
  throw new Error(`The ${setting} has no gradient by hand.`)
}
