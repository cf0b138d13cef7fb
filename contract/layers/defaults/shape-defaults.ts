import type { Settings } from './serialized.ts'

const last = { data_format: 'channels_last' }
const nothing = () => ({})

/** Keras's defaults of the layers that move values about or join them. */
export const shapeDefaults: Record<string, () => Settings> = {
  Permute: () => ({ dims: [2, 1] }),
  RepeatVector: () => ({ n: 2 }),
  UpSampling1D: () => ({ size: 2 }),
  UpSampling3D: () => ({ size: [2, 2, 2], ...last }),
  UpSampling2D: () => ({ size: [2, 2], ...last, interpolation: 'nearest' }),
  ZeroPadding1D: () => ({ padding: [1, 1], ...last }),
  ZeroPadding2D: () => ({ padding: [1, 1], ...last }),
  ZeroPadding3D: () => ({ padding: [1, 1, 1], ...last }),
  Cropping1D: () => ({ cropping: [1, 1] }),
  Cropping2D: () => ({ cropping: [0, 0], ...last }),
  Cropping3D: () => ({ cropping: [1, 1, 1], ...last }),
  Masking: () => ({ mask_value: 0 }),
  Identity: nothing,
  Subtract: nothing,
  Multiply: nothing,
  Average: nothing,
  Maximum: nothing,
  Minimum: nothing,
}
