/** What is measured of one picture, whatever it comes from. */
export interface PictureMeasure {
  width: number
  height: number
  channels: number
  /** Red, green and blue, 0 to 255. */
  mean: number[]
  std: number[]
  /** Mean luma (ITU-R BT.601), 0 to 255. */
  brightness: number
  /** 64 bits in two halves: see `differenceHash`. */
  hash: [number, number]
  /** 8 x 8 greys, row by row: what the hash leaves out, to tell pictures that only share it. */
  grey: Uint8Array
}

/** Measures pixels of 1 or 3 channels, or of 4 of which the last is left out, a byte each. `size` is the picture's own, which may have been larger. */
export function measurePixels(
  pixels: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  size: { width: number; height: number; channels: number },
): PictureMeasure {
  const count = width * height
  const sums = [0, 0, 0]
  const squares = [0, 0, 0]
  const luma = new Float32Array(count)
  const colours = Math.min(channels, 3)
  for (let at = 0; at < count; at++) {
    for (let channel = 0; channel < colours; channel++) {
      const value = pixels[at * channels + channel] as number
      sums[channel] = (sums[channel] as number) + value
      squares[channel] = (squares[channel] as number) + value * value
    }
    const red = pixels[at * channels] as number
    luma[at] =
      channels === 1
        ? red
        : 0.299 * red +
          0.587 * (pixels[at * channels + 1] as number) +
          0.114 * (pixels[at * channels + 2] as number)
  }
  const of = [0, 1, 2].map((channel) => Math.min(channel, colours - 1))
  const mean = of.map((channel) => (sums[channel] as number) / count)
  const std = of.map((channel, at) =>
    Math.sqrt(Math.max(0, (squares[channel] as number) / count - (mean[at] as number) ** 2)),
  )
  const brightness = luma.reduce((sum, value) => sum + value, 0) / count
  return {
    ...size,
    mean,
    std,
    brightness,
    hash: differenceHash(shrink(luma, width, height, 9, 8)),
    grey: Uint8Array.from(shrink(luma, width, height, 8, 8), Math.round),
  }
}

/**
 * dHash (Krawetz 2013, hackerfactor.com "Kind of Like That"): 9 x 8 greys, a bit for each two neighbours in a row, set where it grows brighter
 * to the right. Two pictures of the same thing differ in a few bits, whatever their size, format and brightness.
 */
function differenceHash(greys: Float32Array): [number, number] {
  const hash: [number, number] = [0, 0]
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++) {
      const bit = (greys[row * 9 + column + 1] as number) > (greys[row * 9 + column] as number) ? 1 : 0
      const half = row < 4 ? 0 : 1
      hash[half] = ((hash[half] << 1) | bit) >>> 0
    }
  return hash
}

/** Means over equal boxes; a box smaller than a pixel takes the pixel it lies in. */
function shrink(
  luma: Float32Array,
  width: number,
  height: number,
  columns: number,
  rows: number,
): Float32Array {
  const out = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    const top = Math.min(height - 1, Math.floor((row * height) / rows))
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows))
    for (let column = 0; column < columns; column++) {
      const left = Math.min(width - 1, Math.floor((column * width) / columns))
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / columns))
      let sum = 0
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) sum += luma[y * width + x] as number
      out[row * columns + column] = sum / ((bottom - top) * (right - left))
    }
  }
  return out
}
