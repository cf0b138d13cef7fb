import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../../contract/failure.ts'
import {
  statelessNormal,
  statelessTruncatedNormal,
  statelessUniform,
} from '../../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOps } from '../../runtime/native-op.ts'

/** Draws a weight of this shape; the same seed draws the same. */
type Draw = (tf: TensorFlow, shape: number[], seed: number) => Tensor
type Config = Record<string, unknown>

/** The standard deviation of a normal distribution cut at two of its own. */
const cutDeviation = 0.87962566103423978

const numberOf = (config: Config, name: string, otherwise: number) =>
  typeof config[name] === 'number' ? (config[name] as number) : otherwise

const uniform = (tf: TensorFlow, shape: number[], seed: number, from: number, to: number) =>
  statelessUniform(tf, shape, seed, tf.scalar(0, 'int32'))
    .mul(to - from)
    .add(from)

const normal = (tf: TensorFlow, shape: number[], seed: number, mean: number, deviation: number) =>
  statelessNormal(tf, shape, seed, tf.scalar(0, 'int32')).mul(deviation).add(mean)

const truncated = (tf: TensorFlow, shape: number[], seed: number, mean: number, deviation: number) =>
  statelessTruncatedNormal(tf, shape, seed, tf.scalar(0, 'int32')).mul(deviation).add(mean)

/** How many numbers go into, and come out of, one unit: `compute_fans` of keras.src.initializers.random_initializers. */
export function fans(shape: number[], inputAxes?: unknown, outputAxes?: unknown): [number, number] {
  if (Array.isArray(inputAxes) && Array.isArray(outputAxes)) {
    const along = (axes: number[]) => axes.reduce((all, axis) => all * (shape.at(axis) as number), 1)
    return [along(inputAxes), along(outputAxes)]
  }
  if (shape.length === 0) return [1, 1]
  if (shape.length === 1) return [shape[0] as number, shape[0] as number]
  const field = shape.slice(0, -2).reduce((all, size) => all * size, 1)
  return [(shape.at(-2) as number) * field, (shape.at(-1) as number) * field]
}

/** `keras.initializers.VarianceScaling`. */
const scaled =
  (usual: { scale: number; mode: string; distribution: string }) =>
  (config: Config): Draw =>
  (tf, shape, seed) => {
    const { scale, mode, distribution } = { ...usual, ...config } as typeof usual
    const [into, out] = fans(shape, config.input_axes, config.output_axes)
    const count = mode === 'fan_in' ? into : mode === 'fan_out' ? out : (into + out) / 2
    const variance = scale / Math.max(1, count)
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance)
      return uniform(tf, shape, seed, -limit, limit)
    }
    return distribution === 'untruncated_normal'
      ? normal(tf, shape, seed, 0, Math.sqrt(variance))
      : truncated(tf, shape, seed, 0, Math.sqrt(variance) / cutDeviation)
  }

const family = (scale: number, mode: string) => ({
  uniform: scaled({ scale, mode, distribution: 'uniform' }),
  normal: scaled({ scale, mode, distribution: 'truncated_normal' }),
})
const [glorot, he, lecun] = [family(1, 'fan_avg'), family(2, 'fan_in'), family(1, 'fan_in')]

/** `keras.initializers.Orthogonal` (Saxe et al., 2013): Q of a drawn matrix, its signs made unique by the diagonal of R. */
const orthogonal =
  (config: Config): Draw =>
  (tf, shape, seed) => {
    const columns = shape.at(-1) as number
    const rows = shape.slice(0, -1).reduce((all, size) => all * size, 1)
    const drawn = normal(tf, [Math.max(rows, columns), Math.min(rows, columns)], seed, 0, 1)
    const [q, r] = nativeOps(tf, 'Qr', [float32, attribute.bool('full_matrices', false)], [drawn], 2) as [
      Tensor,
      Tensor,
    ]
    const signs = r
      .mul(tf.eye(Math.min(rows, columns)))
      .sum(0)
      .sign()
    const whole = q.mul(signs)
    return (rows < columns ? whole.transpose() : whole).reshape(shape).mul(numberOf(config, 'gain', 1))
  }

const initializers: Record<string, (config: Config) => Draw> = {
  Zeros: () => (tf, shape) => tf.zeros(shape),
  Ones: () => (tf, shape) => tf.ones(shape),
  Constant: (config) => (tf, shape) => tf.fill(shape, numberOf(config, 'value', 0)),
  Identity: (config) => (tf, shape) => tf.eye(shape[0] as number, shape[1]).mul(numberOf(config, 'gain', 1)),
  RandomUniform: (config) => (tf, shape, seed) =>
    uniform(tf, shape, seed, numberOf(config, 'minval', -0.05), numberOf(config, 'maxval', 0.05)),
  RandomNormal: (config) => (tf, shape, seed) =>
    normal(tf, shape, seed, numberOf(config, 'mean', 0), numberOf(config, 'stddev', 0.05)),
  TruncatedNormal: (config) => (tf, shape, seed) =>
    truncated(tf, shape, seed, numberOf(config, 'mean', 0), numberOf(config, 'stddev', 0.05)),
  VarianceScaling: scaled({ scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }),
  GlorotUniform: glorot.uniform,
  GlorotNormal: glorot.normal,
  HeUniform: he.uniform,
  HeNormal: he.normal,
  LecunUniform: lecun.uniform,
  LecunNormal: lecun.normal,
  Orthogonal: orthogonal,
}

// Other names in older files of Keras, and the short ones that Keras takes.
const otherNames: Record<string, string> = {
  OrthogonalInitializer: 'Orthogonal',
  IdentityInitializer: 'Identity',
  Uniform: 'RandomUniform',
  Normal: 'RandomNormal',
  One: 'Ones',
  Zero: 'Zeros',
}

/**
 * An initializer as a layer's config names it: `glorot_uniform`, or what Keras serialized.
 * @param setting where it stands, for the error
 * @param seedOf the seed where the config has none
 * @throws Fault `engine.initializer-unknown`
 */
export function initializer(
  setting: string,
  value: unknown,
): (tf: TensorFlow, shape: number[], seed: number) => Tensor {
  const { class_name, config } =
    typeof value === 'string'
      ? { class_name: pascalCase(value), config: {} }
      : (value as { class_name: string; config?: Config | null })
  const make = initializers[otherNames[class_name] ?? class_name]
  if (!make) throw new Fault('engine.initializer-unknown', { setting, kind: class_name })
  const draw = make(
    Object.fromEntries(
      Object.entries(config ?? {}).filter(([, part]) => part !== null && part !== undefined),
    ),
  )
  const own = config?.seed
  return (tf, shape, seed) => tf.tidy(() => draw(tf, shape, typeof own === 'number' ? own : seed))
}

const pascalCase = (name: string) => `_${name}`.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
