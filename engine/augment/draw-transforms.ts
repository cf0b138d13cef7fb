import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation, ShiftRange } from '../../contract/data/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Draw } from './draw.ts'

/** What is done to each picture, by the names of Keras's `get_random_transform`; each [batch], absent where nothing is done. */
export interface Transforms {
  /** Degrees. */
  theta?: Tensor
  /** Pixels to the left and upwards. */
  tx?: Tensor
  ty?: Tensor
  /** Degrees. */
  shear?: Tensor
  zx?: Tensor
  zy?: Tensor
  /** 1 where it is flipped, else 0. */
  flip_horizontal?: Tensor
  flip_vertical?: Tensor
  /** Of 255. */
  channel_shift_intensity?: Tensor
  brightness?: Tensor
  /** Whole pixels by which what is cut out of the padded picture lies right of and below the middle. */
  crop?: { x: Tensor; y: Tensor }
}

/**
 * Draws for each picture of a batch what Keras draws, from the same distributions. Keras's own code moves a picture along its
 * width by `height_shift_range` and the reverse, since it takes (x, y) for (row, column); here each means what it says.
 * @param size rows and columns of the pictures
 */
export function drawTransforms(
  tf: TensorFlow,
  draw: Draw,
  settings: Augmentation,
  batch: number,
  [rows, columns]: [number, number],
): Transforms {
  const around = (name: string, most: number) =>
    most > 0 ? draw.between(name, -most, most, [batch]) : undefined
  const coin = (name: string, wanted: boolean) =>
    wanted ? draw.between(name, 0, 1, [batch]).less(0.5).toFloat() : undefined
  const range = (name: string, bounds: readonly [number, number] | null) =>
    bounds ? draw.between(name, bounds[0], bounds[1], [batch]) : undefined
  const zoom = zoomBounds(settings.zoom_range)
  const { crop_padding: padding } = settings
  const place = (name: string) => draw.between(name, -padding, padding + 1, [batch]).floor()
  const drawn = {
    theta: around('rotation', settings.rotation_range),
    tx: shift(tf, draw, 'width', settings.width_shift_range, batch, columns),
    ty: shift(tf, draw, 'height', settings.height_shift_range, batch, rows),
    shear: around('shear', settings.shear_range),
    zx: range('zoom x', zoom),
    zy: range('zoom y', zoom),
    flip_horizontal: coin('flip horizontal', settings.horizontal_flip),
    flip_vertical: coin('flip vertical', settings.vertical_flip),
    channel_shift_intensity: around('channel shift', settings.channel_shift_range),
    brightness: range('brightness', settings.brightness_range),
    crop: padding > 0 ? { x: place('crop x'), y: place('crop y') } : undefined,
  }
  return Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)) as Transforms
}

function zoomBounds(zoom: Augmentation['zoom_range']): readonly [number, number] | null {
  const bounds = typeof zoom === 'number' ? ([1 - zoom, 1 + zoom] as const) : zoom
  return bounds[0] === 1 && bounds[1] === 1 ? null : bounds
}

/** Pixels of a shift along a side of `length` pixels, as `ShiftRange` says. */
function shift(
  tf: TensorFlow,
  draw: Draw,
  name: string,
  given: ShiftRange,
  batch: number,
  length: number,
): Tensor | undefined {
  const most = Math.max(...[given].flat().map(Math.abs))
  if (most === 0) return undefined
  const unit = most < 1 ? length : 1
  const sign = () => draw.between(`${name} sign`, 0, 1, [batch]).less(0.5).toFloat().mul(2).sub(1)
  const choice = (count: number) => draw.between(`${name} choice`, 0, count, [batch]).floor()
  if (Array.isArray(given)) {
    const chosen = tf.oneHot(choice(given.length).toInt(), given.length).toFloat()
    return chosen.mul(tf.tensor1d(given)).sum(-1).mul(sign()).mul(unit)
  }
  if (Number.isInteger(given)) return choice(given).mul(sign())
  return draw.between(`${name} shift`, -given, given, [batch]).mul(unit)
}
