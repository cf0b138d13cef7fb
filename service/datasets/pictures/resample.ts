import type { PictureRecipe } from '../../../contract/data/preprocessing.ts'

type Interpolation = PictureRecipe['interpolation']

/** Weight of a pixel by its distance, and how far it reaches, as TensorFlow's sampling kernels have it. */
const kernels: Record<'bilinear' | 'bicubic' | 'lanczos3', { reach: number; weight: (x: number) => number }> =
  {
    bilinear: { reach: 1, weight: (x) => Math.max(0, 1 - x) },
    // Keys (1981), a = -0.5.
    bicubic: {
      reach: 2,
      weight: (x) => (x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1),
    },
    lanczos3: {
      reach: 3,
      weight: (x) =>
        x >= 3
          ? 0
          : x < 1e-3
            ? 1
            : (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI ** 2 * x ** 2),
    },
  }

/**
 * Resizes as TensorFlow does (`ScaleAndTranslate` with antialias, and ResizeMethod.AREA and NEAREST_NEIGHBOR): exact, and slow on
 * large pictures, for which there is libvips.
 * @param pixels bytes [height, width, channels]
 * @returns bytes [toHeight, toWidth, channels]
 */
export function resample(
  pixels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
  [toHeight, toWidth]: readonly [number, number],
  interpolation: Interpolation,
): Buffer {
  const across = shares(width, toWidth, interpolation)
  const down = shares(height, toHeight, interpolation)
  const line = toWidth * channels
  const rows = new Float32Array(height * line)
  for (let y = 0; y < height; y++)
    for (const [x, { first, weights }] of across.entries())
      for (let c = 0; c < channels; c++) {
        let sum = 0
        let from = (y * width + first) * channels + c
        for (let at = 0; at < weights.length; at++, from += channels)
          sum += (weights[at] as number) * (pixels[from] as number)
        rows[y * line + x * channels + c] = sum
      }
  const out = new Uint8ClampedArray(toHeight * line)
  for (const [y, { first, weights }] of down.entries())
    for (let i = 0; i < line; i++) {
      let sum = 0
      for (let at = 0; at < weights.length; at++)
        sum += (weights[at] as number) * (rows[(first + at) * line + i] as number)
      out[y * line + i] = sum
    }
  return Buffer.from(out.buffer)
}

interface Share {
  /** The first pixel that counts, and how much it and those behind it do: 1 in all. */
  first: number
  weights: Float64Array
}

/** Of which of `from` pixels each of `to` is made. */
function shares(from: number, to: number, interpolation: Interpolation): Share[] {
  const step = from / to
  return Array.from({ length: to }, (_, place) => {
    const middle = (place + 0.5) * step
    if (interpolation === 'nearest')
      return { first: Math.min(from - 1, Math.floor(middle)), weights: Float64Array.of(1) }
    if (interpolation === 'area')
      return normalised(from, place * step, (place + 1) * step, (pixel) =>
        Math.max(0, Math.min((place + 1) * step, pixel + 1) - Math.max(place * step, pixel)),
      )
    const { reach, weight } = kernels[interpolation]
    // What is made smaller is smoothed: the kernel is as wide as a pixel of the result.
    const wide = Math.max(1, step)
    return normalised(from, middle - reach * wide, middle + reach * wide, (pixel) =>
      weight(Math.abs(pixel + 0.5 - middle) / wide),
    )
  })
}

function normalised(size: number, begin: number, end: number, weight: (pixel: number) => number): Share {
  const first = Math.max(0, Math.floor(begin))
  const last = Math.min(size, Math.ceil(end))
  const weights = Float64Array.from({ length: Math.max(1, last - first) }, (_, at) => weight(first + at))
  const sum = weights.reduce((all, one) => all + one, 0)
  return { first: Math.min(first, size - 1), weights: weights.map((one) => one / sum) }
}
