import type { Augmentation, AugmentationField } from '../../../contract/data/augmentation.ts'

type NumberField = {
  [N in AugmentationField]: Augmentation[N] extends number ? N : never
}[AugmentationField]
type SwitchField = {
  [N in AugmentationField]: Augmentation[N] extends boolean ? N : never
}[AugmentationField]

/** How a setting is shown and changed. Sliders go as far as is of use; what is typed may go further. */
export type FieldControl =
  | { control: 'number'; name: NumberField; most: number; step: number }
  | { control: 'shift'; name: 'width_shift_range' | 'height_shift_range' }
  | { control: 'range'; name: 'zoom_range' | 'brightness_range'; least: number; most: number }
  | { control: 'switch'; name: SwitchField }
  | { control: 'fill'; name: 'fill_mode' }

const number = (name: NumberField, most: number, step: number): FieldControl => ({
  control: 'number',
  name,
  most,
  step,
})

/** The settings of pictures, in the groups that they are shown in. */
export const pictureGroups = {
  move: [
    number('rotation_range', 180, 1),
    { control: 'shift', name: 'width_shift_range' },
    { control: 'shift', name: 'height_shift_range' },
    number('shear_range', 45, 0.1),
    { control: 'range', name: 'zoom_range', least: 0.2, most: 1.8 },
    number('crop_padding', 32, 1),
    { control: 'switch', name: 'horizontal_flip' },
    { control: 'switch', name: 'vertical_flip' },
    { control: 'fill', name: 'fill_mode' },
    number('cval', 255, 1),
  ],
  colour: [
    { control: 'range', name: 'brightness_range', least: 0, most: 2 },
    number('channel_shift_range', 100, 1),
    number('jitter_brightness', 1, 0.05),
    number('jitter_contrast', 1, 0.05),
    number('jitter_saturation', 1, 0.05),
    number('jitter_hue', 0.5, 0.01),
    number('random_grayscale', 1, 0.05),
    number('random_invert', 1, 0.05),
  ],
  disturb: [
    number('gaussian_noise', 0.3, 0.01),
    number('cutout', 0.8, 0.05),
    number('random_erasing', 1, 0.05),
    number('mixup', 1, 0.05),
    number('cutmix', 1, 0.05),
  ],
} as const satisfies Record<string, FieldControl[]>

/** The settings of texts. */
export const textGroups = {
  words: [number('word_drop', 0.5, 0.01), number('word_swap', 0.5, 0.01)],
} as const satisfies Record<string, FieldControl[]>

/** The two numbers of a range that Keras also takes as one, or leaves out. */
export function boundsOf(
  augmentation: Augmentation,
  name: 'zoom_range' | 'brightness_range',
): [number, number] {
  const value = augmentation[name]
  if (value === null) return [1, 1]
  return typeof value === 'number' ? [round(1 - value), round(1 + value)] : [value[0], value[1]]
}

/** Two numbers as Keras would have them written. */
export function withBounds(
  name: 'zoom_range' | 'brightness_range',
  [low, high]: [number, number],
): Partial<Augmentation> {
  if (name === 'brightness_range') return { brightness_range: low === 1 && high === 1 ? null : [low, high] }
  const even = Math.abs(1 - low - (high - 1)) < 1e-9 && low <= 1
  return { zoom_range: even ? round(1 - low) : [low, high] }
}

/** Without the tail that binary fractions have. */
export const round = (value: number) => Math.round(value * 1e6) / 1e6
