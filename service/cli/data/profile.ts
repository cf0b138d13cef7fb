import type { DatasetProfile } from '../../../contract/data/findings.ts'
import { findingText } from '../../datasets/profile/findings/finding-text.ts'
import { cancellable } from '../cancellable.ts'
import type { Session } from '../open-session.ts'
import { type Output, short, table } from '../output.ts'

/** `lathe data profile`: what is in each column, or in the pictures and texts. */
export async function profileCommand(session: Session, output: Output, id: string) {
  const { findings, ...profile } = await profileOf(session, output, id)
  output.line({ event: 'result', ...profile, findings: findings.length })
  if (profile.columns.length) output.text(table(columnRows(profile.columns)))
  if (profile.pictures) output.text(table(pictureRows(profile.pictures)))
  if (profile.texts) output.text(table(textRows(profile.texts)))
}

/** `lathe data findings`: what may be wrong, the most serious first; an object each. */
export async function findingsCommand(session: Session, output: Output, id: string) {
  const { findings } = await profileOf(session, output, id)
  for (const finding of findings) {
    output.line(finding)
    output.text(`${finding.severity}: ${findingText(finding)}`)
    for (const group of finding.groups.slice(0, 3))
      output.text(`  ${group.map(({ key, label }) => (label ? `${key} (${label})` : key)).join('  ')}`)
  }
  if (!findings.length) output.text('Nothing was found that should worry you.')
}

function profileOf(session: Session, output: Output, id: string): Promise<DatasetProfile> {
  return cancellable(session, output, (task) => session.ask('dataset.makeProfile', { id, task }))
}

function columnRows(columns: DatasetProfile['columns']): string[][] {
  const head = [
    'column',
    'type',
    'role',
    'missing',
    'distinct',
    'mean',
    'std',
    'min',
    'median',
    'max',
    'target',
  ]
  return [
    head,
    ...columns.map(({ name, type, role, missing, distinct, numbers, relation }) => {
      const date = (value: number | undefined) =>
        value !== undefined && type === 'date' ? new Date(value).toISOString().slice(0, 10) : short(value)
      return [
        name,
        type,
        role,
        String(missing),
        String(distinct),
        date(numbers?.mean),
        type === 'date' ? '' : short(numbers?.std ?? undefined),
        date(numbers?.min),
        date(numbers?.quantiles.q50),
        date(numbers?.max),
        short(relation?.strength),
      ]
    }),
  ]
}

function pictureRows(pictures: NonNullable<DatasetProfile['pictures']>): string[][] {
  const colours = (values: number[]) => values.map((value) => short(value)).join(' ')
  return [
    ['class', 'pictures', 'mean', 'std', 'brightness'],
    [
      'all',
      String(pictures.count),
      colours(pictures.mean),
      colours(pictures.std),
      short(pictures.brightness.mean),
    ],
    ...pictures.classes.map(({ name, count, mean, std, brightness }) => [
      name,
      String(count),
      colours(mean),
      colours(std),
      short(brightness),
    ]),
  ]
}

function textRows(texts: NonNullable<DatasetProfile['texts']>): string[][] {
  return [
    ['class', 'texts', 'words, mean', 'words, median'],
    ['all', String(texts.count), short(texts.lengths.mean), short(texts.lengths.quantiles.q50)],
    ...texts.classes.map(({ name, count, mean, median }) => [
      name,
      String(count),
      short(mean),
      short(median),
    ]),
    ...texts.coverage.map(({ size, share }) => [`${size} words cover`, '', `${short(100 * share)} %`, '']),
  ]
}
