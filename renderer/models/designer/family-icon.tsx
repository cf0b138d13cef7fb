import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconArrowBarToDown,
  IconArrowsMinimize,
  IconBox,
  IconFocus2,
  IconGitMerge,
  IconGridDots,
  IconRepeat,
  IconSquare,
  IconTopologyFull,
} from '@tabler/icons-react'
import { catalogue } from '../../../contract/layers/catalogue.ts'

const icons: Record<string, Icon> = {
  input: IconArrowBarToDown,
  dense: IconTopologyFull,
  convolution: IconGridDots,
  pooling: IconArrowsMinimize,
  normalization: IconAdjustmentsHorizontal,
  shape: IconBox,
  merge: IconGitMerge,
  recurrent: IconRepeat,
  attention: IconFocus2,
}

/** The family of a Keras class, which gives it its colour and sign. */
export const familyOf = (kind: string): string => catalogue[kind]?.family ?? 'unknown'

/** The sign of a layer's family; its colour comes from `data-family` on what is around it. */
export function FamilyIcon({ kind, size = 16 }: { kind: string; size?: number }) {
  const Sign = icons[familyOf(kind)] ?? IconSquare
  return <Sign size={size} stroke={1.6} aria-hidden />
}
