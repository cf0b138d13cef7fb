import { basename, dirname, join } from 'node:path'
import { isNpy } from './npy-file.ts'

/** The same for the pictures or features and the labels that belong together. */
export const pairKey = (file: string) =>
  join(
    dirname(file),
    basename(file)
      .replace(/\.gz$/i, '')
      .replace(
        isNpy(file)
          ? /(?<![a-z])(x|y|images?|labels?|data|features?|targets?)(?![a-z])/i
          : /images?|labels?/i,
        '*',
      )
      .replace(/idx\d/i, ''),
  )

/** Whether an array is called as labels are. */
export const isCalledLabels = (file: string) =>
  /(?<![a-z])(y|labels?|targets?)(?![a-z])/i.test(basename(file))
