import { type SkippedCode, skippedFile } from '../../contract/data-notes.ts'
import { Fault } from '../../contract/failure.ts'
import type { Values } from '../../contract/fill-in.ts'

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

/** The note on a file that could not be used. `otherwise`: the code of an error that says none itself. @throws Fault that is one */
export function noteOn(file: string, thrown: unknown, otherwise: 'bad-picture' | 'unreadable') {
  if (thrown instanceof Fault) throw thrown
  if (thrown instanceof Unusable) return skippedFile(file, thrown.code, thrown.values)
  const detail = (thrown as Error).message.split('\n')[0] ?? ''
  return skippedFile(file, otherwise, { detail })
}
