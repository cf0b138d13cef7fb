import { z } from 'zod'
import { appFailures } from './failures/app.ts'
import { dataFailures } from './failures/data.ts'
import { deviceFailures } from './failures/device.ts'
import { engineFailures } from './failures/engine.ts'
import { modelFailures } from './failures/model.ts'
import { preparationFailures } from './failures/preparation.ts'
import { runFailures } from './failures/run.ts'
import { fillIn } from './fill-in.ts'

/** Every way a call can fail: code -> what happened and what to do next, in English, with {{places}} for values. */
export const failureTexts = {
  ...appFailures,
  ...dataFailures,
  ...preparationFailures,
  ...modelFailures,
  ...runFailures,
  ...engineFailures,
  ...deviceFailures,
} satisfies Record<string, FailureText>

export interface FailureText {
  message: string
  hint?: string
}

export type FailureCode = keyof typeof failureTexts

export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  stack: z.string().optional(),
})
export type Failure = z.infer<typeof Failure> & { code: FailureCode | (string & {}) }

/** An error with a code: thrown inside a process, turned into a `Failure` at its border. */
export class Fault extends Error {
  readonly code: FailureCode
  readonly values: Record<string, string | number>

  constructor(code: FailureCode, values: Record<string, string | number> = {}, cause?: unknown) {
    super(fillIn(failureTexts[code].message, values), cause === undefined ? undefined : { cause })
    this.name = 'Fault'
    this.code = code
    this.values = values
  }
}

/** Turns anything thrown into the `Failure` that crosses a border. What is not a Fault becomes `unexpected`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Fault) return describe(thrown.code, thrown.values, thrown.stack)
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return describe('unexpected', { detail: error.message }, error.stack)
}

/** The `Failure` of a code: message and hint filled in. */
export function describe(
  code: FailureCode,
  values: Record<string, string | number> = {},
  stack?: string,
): Failure {
  const text: FailureText = failureTexts[code]
  return {
    code,
    message: fillIn(text.message, values),
    ...(text.hint ? { hint: fillIn(text.hint, values) } : {}),
    values,
    ...(stack ? { stack } : {}),
  }
}
