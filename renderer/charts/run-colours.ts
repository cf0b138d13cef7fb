/** Okabe and Ito's colour-blind-safe set; yellow and black are shifted so that each has contrast on its ground. */
const onLight = ['#0072b2', '#d55e00', '#008a64', '#b8588a', '#c98500', '#2f97d0', '#8f8200', '#4a4a4a']
const onDark = ['#4da6e0', '#f5793a', '#2cc295', '#e29bc2', '#f0b429', '#8fd0f5', '#f0e442', '#c8c8c8']

/** The colour of a run from its number: the same place in the set on light and on dark. */
export function runColour(colour: number, dark: boolean): string {
  const set = dark ? onDark : onLight
  return set[((colour % set.length) + set.length) % set.length] as string
}
