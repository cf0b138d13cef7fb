import type { SkippedCode } from '../../../contract/data/data-notes.ts'

/** Why an entry of an archive is not unpacked; null where it may be. `link`: whether it is a link or a device, not a file. */
export function whyRefused(name: string, link: boolean): SkippedCode | null {
  if (link) return 'archive-link'
  const parts = name.replaceAll('\\', '/').split('/')
  const outside = parts.includes('..') || parts[0] === '' || /^[a-z]:/i.test(name) || name.includes('\0')
  return outside ? 'archive-path' : null
}

/** A budget of bytes and files that an archive may unpack to. */
export interface Budget {
  /** Counts one more entry of so many bytes; false once it is too much. */
  take(bytes: number): boolean
}

/** Beyond 256 MiB an archive may grow 200 times; what grows more is a bomb. A million files are enough for any data set. */
export function budgetFor(packedBytes: number): Budget {
  let bytes = Math.max(2 ** 28, packedBytes * 200)
  let files = 1_000_000
  return {
    take: (more) => {
      bytes -= more
      files -= 1
      return bytes >= 0 && files >= 0
    },
  }
}
