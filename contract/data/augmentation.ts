import { z } from 'zod'

/** Up to this many degrees, pixels or shares of a picture: what lies beyond is no picture any more. */
const share = (most = 1) => z.number().min(0).max(most)

/**
 * How far a picture may move along one side, as Keras has it. A number below 1: a share of the side, up to which it moves either
 * way. A whole number from 1: so many pixels but one. Another number: so many pixels. A list: one of its values, either way; shares
 * where all are below 1, else pixels.
 */
export const ShiftRange = z.union([share(4096), z.array(z.number().min(-4096).max(4096)).min(1).max(100)])
export type ShiftRange = z.infer<typeof ShiftRange>

export const FillMode = z.enum(['nearest', 'constant', 'reflect', 'wrap'])

const Fields = z.object({
  /** Degrees up to which a picture is turned either way. */
  rotation_range: share(180).default(0),
  width_shift_range: ShiftRange.default(0),
  height_shift_range: ShiftRange.default(0),
  /** Degrees up to which a picture is sheared either way. */
  shear_range: share(89).default(0),
  /** z: from 1 - z to 1 + z. [low, high]: between them. Drawn for each axis; below 1 enlarges. */
  zoom_range: z
    .union([share(0.99), z.tuple([z.number().min(0.01).max(10), z.number().min(0.01).max(10)])])
    .default(0),
  horizontal_flip: z.boolean().default(false),
  vertical_flip: z.boolean().default(false),
  /** Between these every value is multiplied; 1 leaves a picture as it is. */
  brightness_range: z
    .tuple([share(10), share(10)])
    .nullable()
    .default(null),
  /** Of 255: up to so much is added to all values, within the picture's own smallest and largest. */
  channel_shift_range: share(255).default(0),
  /** What stands where there was no picture. */
  fill_mode: FillMode.default('nearest'),
  /** Of 255: what `constant` and a cut-out are filled with. */
  cval: share(255).default(0),

  /** Beyond Keras's generator. Pixels added at each side before the old size is cut out anywhere (Keras's RandomCrop). */
  crop_padding: z.number().int().min(0).max(512).default(0),
  /** Side of a square that is blanked, as a share of the shorter side (DeVries and Taylor, 2017). */
  cutout: share().default(0),
  /** Chance that a rectangle of 2 to 33 % of a picture, 0.3 to 3.3 times as high as wide, becomes noise (Random Erasing, Zhong et al., 2020). */
  random_erasing: share().default(0),
  /** Colour jitter as torchvision's ColorJitter has it: factors from 1 - v to 1 + v, and a turn of the hue of up to so many circles. */
  jitter_brightness: share().default(0),
  jitter_contrast: share().default(0),
  jitter_saturation: share().default(0),
  jitter_hue: share(0.5).default(0),
  /** Chance that a picture loses its colours (Keras's RandomGrayscale), and that it is turned into its negative (RandomInvert). */
  random_grayscale: share().default(0),
  random_invert: share().default(0),
  /** Standard deviation of normal noise, as a share of the whole range of values. */
  gaussian_noise: share().default(0),
  /** Alpha of the Beta distribution that two pictures, and what they are, are mixed by (Zhang et al., 2018); 0: not at all. */
  mixup: share(10).default(0),
  /** Alpha of the area that one picture takes over from another, with the same share of what it is (Yun et al., 2019). */
  cutmix: share(10).default(0),

  /** Of texts: chance of each word to be left out, and to change places with the next (Wei and Zou, 2019). */
  word_drop: share(0.9).default(0),
  word_swap: share(0.9).default(0),
})

/**
 * How what is trained on is varied, anew in each epoch: the settings of Keras's `ImageDataGenerator` by its names and with its
 * defaults, and more. What is validated, tested and predicted on is never varied.
 *
 * Its settings that hold everywhere are part of the preprocessing: `rescale`, `featurewise_*` and `samplewise_*` are how pictures are normalised,
 * `validation_split` is the split.
 */
export const Augmentation = Fields.refine(({ mixup, cutmix }) => mixup === 0 || cutmix === 0, {
  path: ['cutmix'],
  message: 'goes without mixup: choose one of the two',
})
export type Augmentation = z.infer<typeof Augmentation>

export const noAugmentation: Augmentation = Augmentation.parse({})

export type AugmentationField = keyof Augmentation
const augmentationFields = Object.keys(Fields.shape) as AugmentationField[]

/** How empty space is filled changes nothing by itself. */
const passive: AugmentationField[] = ['fill_mode', 'cval']

/** The settings that vary something, with their values. */
export const varying = (augmentation: Augmentation): [AugmentationField, unknown][] =>
  augmentationFields
    .filter((name) => !passive.includes(name))
    .map((name): [AugmentationField, unknown] => [name, augmentation[name]])
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(noAugmentation[name]))

/** Settings that were found good together. */
export const augmentationPresets = {
  none: noAugmentation,
  light: Augmentation.parse({
    rotation_range: 10,
    width_shift_range: 0.1,
    height_shift_range: 0.1,
    zoom_range: 0.1,
    horizontal_flip: true,
  }),
  /** For many epochs on few photos: moved, coloured, and a part of them missing. */
  strong: Augmentation.parse({
    rotation_range: 20,
    width_shift_range: 0.15,
    height_shift_range: 0.15,
    shear_range: 10,
    zoom_range: 0.25,
    horizontal_flip: true,
    fill_mode: 'reflect',
    jitter_brightness: 0.3,
    jitter_contrast: 0.3,
    jitter_saturation: 0.3,
    random_grayscale: 0.05,
    random_erasing: 0.25,
  }),
  /** "Building powerful image classification models using very little data" (Keras blog, 2016); its rescale 1/255 is done anyway. */
  blog: Augmentation.parse({
    rotation_range: 40,
    width_shift_range: 0.2,
    height_shift_range: 0.2,
    shear_range: 0.2,
    zoom_range: 0.2,
    horizontal_flip: true,
    fill_mode: 'nearest',
  }),
} as const
export const textPresets = {
  none: noAugmentation,
  light: Augmentation.parse({ word_drop: 0.1, word_swap: 0.1 }),
} as const

/** A few items of a data set as they are and as they would be trained on. */
export const AugmentationPreview = z.object({
  items: z.array(
    z.object({
      label: z.string(),
      /** A picture as a data: URL, or a text. */
      original: z.string(),
      variants: z.array(z.string()),
    }),
  ),
  milliseconds: z.number(),
})
export type AugmentationPreview = z.infer<typeof AugmentationPreview>
