import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { statelessNormal, statelessUniform } from '../runtime/differentiable-ops.ts'
import { seedFor } from '../runtime/random.ts'
import { plainLayer } from './plain-layer.ts'
import { regularizer } from './settings/regularizers.ts'
import type { BuildContext, Settings } from './settings/settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

/**
 * A layer that disturbs its input while training. What it draws depends on the run's seed, the layer's name and the number
 * of the step, so that a run can be repeated and taken up again.
 */
const noise =
  (
    kind: string,
    disturb: (
      config: Settings,
      x: Tensor,
      draw: { uniform(shape: number[]): Tensor; normal(shape: number[]): Tensor },
    ) => Tensor,
  ): Make =>
  (context, name, given) => {
    const { tf, clock } = context
    const own = seedFor(context.seed, name)
    return plainLayer(context, kind, name, given, (config) => ({
      mask: 'kept',
      call: ([x], { training }) =>
        training
          ? disturb(config, x as Tensor, {
              uniform: (shape) => statelessUniform(tf, shape, own, clock),
              normal: (shape) => statelessNormal(tf, shape, own, clock),
            })
          : (x as Tensor),
    }))
  }

/** Zeroes a share of the values, or of what `shape` says goes together, and divides the rest by what is kept. */
const drop = (x: Tensor, rate: number, drawn: Tensor): Tensor =>
  x.mul(
    drawn
      .greaterEqual(rate)
      .toFloat()
      .mul(1 / (1 - rate)),
  )

const rateOf = (config: Settings) => config.rate as number

/** The constants of `selu` (Klambauer et al., 2017). */
const [seluAlpha, seluScale] = [1.6732632423543772, 1.0507009873554805]

export const noiseMakers: Record<string, Make> = {
  Dropout: noise('Dropout', (config, x, draw) => {
    if (rateOf(config) <= 0) return x
    const noiseShape = config.noise_shape as (number | null)[] | null
    return drop(x, rateOf(config), draw.uniform(x.shape.map((length, axis) => noiseShape?.[axis] ?? length)))
  }),
  SpatialDropout1D: noise('SpatialDropout1D', (config, x, draw) =>
    drop(x, rateOf(config), draw.uniform([x.shape[0] as number, 1, x.shape[2] as number])),
  ),
  SpatialDropout2D: noise('SpatialDropout2D', (config, x, draw) =>
    drop(x, rateOf(config), draw.uniform([x.shape[0] as number, 1, 1, x.shape[3] as number])),
  ),
  SpatialDropout3D: noise('SpatialDropout3D', (config, x, draw) =>
    drop(x, rateOf(config), draw.uniform([x.shape[0] as number, 1, 1, 1, x.shape[4] as number])),
  ),
  GaussianNoise: noise('GaussianNoise', (config, x, draw) =>
    x.add(draw.normal(x.shape).mul(config.stddev as number)),
  ),
  GaussianDropout: noise('GaussianDropout', (config, x, draw) =>
    x.mul(
      draw
        .normal(x.shape)
        .mul(Math.sqrt(rateOf(config) / (1 - rateOf(config))))
        .add(1),
    ),
  ),
  // Keeps mean and variance of what selu gives.
  AlphaDropout: noise('AlphaDropout', (config, x, draw) => {
    const rate = rateOf(config)
    const low = -seluAlpha * seluScale
    const scale = ((1 - rate) * (1 + rate * low ** 2)) ** -0.5
    const kept = draw.uniform(x.shape).greaterEqual(rate).toFloat()
    return x
      .mul(kept)
      .add(kept.neg().add(1).mul(low))
      .mul(scale)
      .add(-scale * low * rate)
  }),
  ActivityRegularization: (context, name, given) =>
    plainLayer(context, 'ActivityRegularization', name, given, () => ({
      mask: 'kept',
      call: ([x]) => x as Tensor,
    })),
}

/** What a layer's outputs add to the loss, if anything: `activity_regularizer`, or the layer that is nothing else. */
export const activityPenalty = ({ tf }: BuildContext, kind: string, name: string, config: Settings) =>
  regularizer(
    tf,
    `${name}/activity_regularizer`,
    kind === 'ActivityRegularization'
      ? { class_name: 'L1L2', config: { l1: config.l1, l2: config.l2 } }
      : config.activity_regularizer,
  )
