import { CommanderError } from 'commander'
import { toFailure } from '../../contract/failure.ts'
import { CallFailed } from './open-session.ts'

/** What the person gave was wrong: the command ends with 2. */
const badInput = new Set([
  'bad-input',
  'dataset.unknown',
  'dataset.name-taken',
  'run.unknown',
  'run.not-running',
  'run.still-running',
  'run.already-finished',
  'run.too-large',
  'run.several-inputs',
  'model.unknown',
  'model.unreadable',
  'model.nested',
  'data.path-missing',
  'data.not-json',
  'data.path-unreadable',
  'data.nothing-recognised',
  'data.nothing-usable',
  'data.no-target',
  'data.weight-not-number',
  'data.weight-unusable',
  'data.no-features',
  'data.single-class',
  'data.targets-mixed',
  'data.column-missing',
  'data.class-unknown',
  'data.wants-pictures',
  'data.wants-table',
  'data.wants-text',
  'data.series-short',
  'data.text-model',
  'engine.shape-mismatch',
  'engine.monitor-unknown',
  'engine.metric-misfit',
  'engine.argument-unknown',
  'engine.argument-range',
  'engine.class-weight-misfit',
  'engine.class-weight-unknown',
])

/** Says what went wrong, in the form that was asked for; gives the code that the program ends with. */
export function report(thrown: unknown, json: boolean): number {
  if (thrown instanceof CommanderError) {
    // Commander has printed its words already; help and version are no failures.
    if (thrown.exitCode === 0) return 0
    if (json) printLine('bad-input', thrown.message.replace(/^error: /, ''))
    return 2
  }
  const { code, message, hint } = thrown instanceof CallFailed ? thrown : toFailure(thrown)
  if (json) printLine(code, message, hint)
  process.stderr.write(`${message}${hint ? `\n${hint}` : ''}\n`)
  return badInput.has(code) ? 2 : 1
}

function printLine(code: string, message: string, hint?: string) {
  process.stdout.write(`${JSON.stringify({ event: 'failure', code, message, ...(hint ? { hint } : {}) })}\n`)
}
