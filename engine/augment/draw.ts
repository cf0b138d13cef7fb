import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { BuildContext } from '../layers/settings/settings.ts'
import { statelessNormal, statelessUniform } from '../runtime/differentiable-ops.ts'
import { attribute, nativeOp } from '../runtime/native-op.ts'
import { seedFor } from '../runtime/random.ts'

/**
 * Random numbers of a step. What is drawn depends on the run's seed, the name of what it is for and the number of the step, and on
 * nothing else: the same compiled, op by op, and after a kill.
 */
export interface Draw {
  /** Evenly between two numbers. */
  between(name: string, low: number, high: number, shape: number[]): Tensor
  /** Mean 0, standard deviation 1. */
  normal(name: string, shape: number[]): Tensor
  /** Beta(alpha, alpha). */
  beta(name: string, alpha: number, shape: number[]): Tensor
}

/** What a step draws from. */
export function drawFrom({ tf, seed, clock }: Pick<BuildContext, 'tf' | 'seed' | 'clock'>): Draw {
  const own = (name: string) => seedFor(seed, `augment/${name}`)
  const gamma = (name: string, alpha: number, shape: number[]) =>
    nativeOp(
      tf,
      'StatelessRandomGammaV2',
      [attribute.type('dtype', 'float32'), attribute.type('T', 'int32'), attribute.type('Tseed', 'int32')],
      [tf.tensor1d(shape, 'int32'), tf.stack([tf.scalar(own(name), 'int32'), clock]), tf.fill(shape, alpha)],
    )
  return {
    between: (name, low, high, shape) =>
      statelessUniform(tf, shape, own(name), clock)
        .mul(high - low)
        .add(low),
    normal: (name, shape) => statelessNormal(tf, shape, own(name), clock),
    beta(name, alpha, shape) {
      const [one, other] = [gamma(`${name}/1`, alpha, shape), gamma(`${name}/2`, alpha, shape)]
      // With a small alpha both may be too small for a number.
      return one.add(1e-30).div(one.add(other).add(2e-30))
    },
  }
}
