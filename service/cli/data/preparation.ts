import { readFileSync } from 'node:fs'
import { Recipe } from '../../../contract/data/preprocessing.ts'
import { Split } from '../../../contract/data/split.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Session } from '../open-session.ts'
import { given } from '../option-values.ts'
import { type Output, short, table } from '../output.ts'

/** Keeps a recipe from a JSON file, or goes back to what is guessed. */
export async function prepareCommand(
  session: Session,
  output: Output,
  id: string,
  { recipe, reset }: { recipe?: string; reset?: boolean },
) {
  if (!recipe && !reset) throw new Fault('bad-input', { detail: 'say --recipe FILE.json or --reset' })
  const asked = recipe ? read(recipe, Recipe) : null
  const dataset = await session.ask('dataset.prepare', { id, recipe: asked })
  output.line({
    event: 'result',
    dataset: dataset.id,
    version: dataset.version,
    recipe: dataset.preprocessing,
  })
  output.text(`${dataset.name}: version ${dataset.version}.`)
}

export interface SplitOptions {
  kind?: string
  share?: number
  testShare?: number
  seed?: number
  column?: string
  folder?: boolean
  pattern?: string
  folds?: number
  fold?: number
  stratified?: boolean
  shuffle?: boolean
  reset?: boolean
}

/** Keeps how items are held out. */
export async function splitCommand(session: Session, output: Output, id: string, options: SplitOptions) {
  const { column, folder, pattern, kind, reset, share, testShare, seed, folds, fold, stratified, shuffle } =
    options
  const group = pattern
    ? { by: 'pattern', pattern }
    : folder
      ? { by: 'folder' }
      : column && kind !== 'time'
        ? { by: 'column', column }
        : undefined
  const timeColumn = kind === 'time' ? column : undefined
  const asked = given({
    ...{ kind, share, testShare, seed, folds, fold, stratified, shuffle },
    group,
    timeColumn,
  })
  const split = reset ? null : parse(asked, Split)
  const dataset = await session.ask('dataset.prepare', { id, split })
  const { sides } = await session.ask('dataset.preview', { id })
  output.line({ event: 'result', dataset: dataset.id, version: dataset.version, split: dataset.split, sides })
  output.text(`${dataset.name}: version ${dataset.version}.`)
  output.text(table(sides.map(({ side, items }) => [side, String(items)])))
}

/** Shows what is done to the first items. */
export async function previewCommand(session: Session, output: Output, id: string) {
  const found = await session.ask('dataset.preview', { id })
  output.line({ event: 'result', ...found })
  output.text(`Input [${found.shape.join(', ')}]`)
  if (found.seen < found.of) output.text(`Tried on the first ${found.seen} of ${found.of} items.`)
  output.text(table(found.sides.map(({ side, items }) => [side, String(items)])))
  for (const [at, { name, outputs }] of found.columns.entries()) {
    output.text(`\n${name} -> ${outputs.length > 6 ? `${outputs.length} outputs` : outputs.join(', ')}`)
    const rows = found.rows.map(({ before, after }) => {
      const numbers = after[at] ?? []
      const shown = numbers.length > 6 ? nonZero(numbers, outputs) : numbers.map(short).join(' ')
      return [`  ${before[at] ?? ''}`, shown]
    })
    output.text(table(rows))
  }
  for (const { before, tokens, count } of found.texts) {
    output.text(`\n${before.slice(0, 200)}`)
    output.text(`  ${count}: ${tokens.map(({ text, number }) => `${text} ${number}`).join(', ')}`)
  }
  for (const { label, least, greatest } of found.pictures)
    output.text(`${label}: ${least.map((low, at) => `${short(low)} to ${short(greatest[at])}`).join(', ')}`)
}

const nonZero = (numbers: number[], outputs: string[]) =>
  numbers.flatMap((value, at) => (value ? [outputs[at] ?? ''] : [])).join(', ')

function read<T>(file: string, schema: { parse(value: unknown): T }): T {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (thrown) {
    throw new Fault('data.path-unreadable', { path: file, detail: (thrown as Error).message }, thrown)
  }
  try {
    return parse(JSON.parse(text), schema)
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown
    throw new Fault('bad-input', { detail: `${file}: ${(thrown as Error).message}` }, thrown)
  }
}

/** @throws Fault `bad-input`, with the place that does not fit */
function parse<T>(value: unknown, schema: { parse(value: unknown): T }): T {
  try {
    return schema.parse(value)
  } catch (thrown) {
    const issues = (thrown as { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? []
    const detail = issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
    throw new Fault('bad-input', { detail: detail || (thrown as Error).message }, thrown)
  }
}
