import { type SkippedCode, type SkippedFile, skippedFile } from '../../../contract/data/data-notes.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Values } from '../../../contract/fill-in.ts'

/** Thrown where a file turns out to be of no use; the scan notes it and goes on with the others. */
export class Unusable extends Error {
  readonly code: SkippedCode
  readonly values: Values

  constructor(code: SkippedCode, values: Values = {}) {
    super(code)
    this.code = code
    this.values = values
  }
}

/** The note on a file that could not be used. @throws Fault that is one */
export function noteOn(file: string, thrown: unknown): SkippedFile {
  if (thrown instanceof Fault) throw thrown
  if (thrown instanceof Unusable) return skippedFile(file, thrown.code, thrown.values)
  const detail = (thrown as Error).message.split('\n')[0] ?? ''
  return skippedFile(file, 'unreadable', { detail })
}

/** The same of a picture. What libvips says of a damaged one differs from case to case and helps nobody. */
export function noteOnPicture(file: string, thrown: unknown): SkippedFile {
  const ofSystem = (thrown as NodeJS.ErrnoException).code !== undefined
  if (ofSystem || thrown instanceof Fault || thrown instanceof Unusable) return noteOn(file, thrown)
  const unknown = /unsupported image format/i.test((thrown as Error).message)
  return skippedFile(file, unknown ? 'no-picture' : 'damaged-picture')
}
