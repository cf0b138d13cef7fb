import { z } from 'zod'
import { fillIn } from '../fill-in.ts'

/** Why a file, a folder or a line was left out: code -> English, with {{places}} for values. The window has the Chinese. */
export const skippedTexts = {
  'other-kind': 'it is not of the kind of the other files',
  unreadable: 'it cannot be read: {{detail}}',
  'no-picture': 'it is not a picture, whatever its name says',
  'damaged-picture': 'it is damaged or cut off',
  'no-class-folder': 'it lies in no class folder',
  'no-row': '{{table}} gives it no class',
  'lost-picture': 'it names a picture that is not there, or that two files could be: {{name}}',
  'empty-class': 'the class folder {{name}} holds nothing of its kind',
  'idx-unknown': 'it is not an IDX file',
  'idx-values': 'its values are not unsigned bytes',
  'idx-rank': 'it has {{rank}} dimensions',
  'idx-header': 'it ends within its header',
  'idx-short': 'its header promises {{promised}} bytes, but it holds {{held}}',
  'idx-packed': 'it cannot be unpacked',
  'npy-unknown': 'it is not an array that NumPy saved, or one of records',
  'npy-objects': 'it holds Python objects (dtype object), which are never unpickled: save it as numbers',
  'npy-values': 'its values are {{type}}; numbers are read: whole ones, floats and booleans',
  'npy-large': 'it has more than 500 million values: save it in parts, or as Parquet',
  'npy-labels': 'its labels are not class numbers from 0 to 9999, nor one-hot rows: {{value}}',
  'npy-channels': 'its pictures are {{shape}}, and one, three or four channels are read',
  'npy-constant': 'all its values are the same, or one of them is not a number',
  'npy-counts': 'it has {{rows}} rows, but {{labels}} labels',
  'npy-wide': 'it has {{columns}} columns, and at most {{most}} are read as a table',
  'cifar-pickle':
    'it is a Python pickle, which can run programs and is never opened: take the binary version (cifar-10-binary.tar.gz, cifar-100-binary.tar.gz)',
  'cifar-size': 'its {{bytes}} bytes are no whole number of records of {{record}}',
  'cifar-label': 'record {{row}} has the label {{label}}, which there is not',
  'idx-counts': 'it has {{pictures}} pictures, but {{labels}} labels',
  'idx-part': 'there is a {{part}} part already',
  'idx-size': 'its pictures have another size',
  'no-labels': 'there is no label file of the same name',
  'no-images': 'the pictures to these labels are missing',
  empty: 'it is empty',
  'no-rows': 'it has no rows below its header',
  'one-column': 'it has one column only',
  'other-columns': 'its columns differ from the first table',
  'empty-line': 'line {{line}} is empty',
  'ragged-line': 'line {{line}} has {{cells}} cells instead of {{width}}',
  'bad-json': 'line {{line}} is not a JSON object',
  'hollow-json': 'line {{line}} is an object without a value, or one that names a field twice',
  'no-json': 'more than a thousand of its lines are not JSON objects',
  'excel-broken': 'it is no Excel workbook (.xlsx), or a damaged one: {{detail}}',
  'excel-old':
    'it is locked with a password, or in the form of Excel 97: save it as .xlsx without a password',
  'excel-large': 'unpacked it would be more than 256 MiB: save the sheet as CSV',
  'no-sheet': 'it has no sheet named {{sheet}}; its sheets are: {{sheets}}',
  'unclosed-quote': 'line {{line}} opens a quote that never closes; the line was left out',
  'long-line': 'line {{line}} is longer than 16 MiB',
  'text-size': 'it is larger than 16 MiB',
  'no-text': 'it is not text',
  'archive-link': 'it is a link, and links in archives are not followed',
  'archive-path': 'its path leads out of the archive; nothing was written there',
  'archive-locked': 'it is locked with a password',
  'archive-broken': 'the archive cannot be unpacked: {{detail}}',
  gzip: 'it cannot be unpacked',
  bomb: 'unpacked it would be more than 200 times as large',
  'more-lines': '{{count}} more lines of it do not fit',
  'more-files': '{{count}} more files of it were left out, most for the reasons named here',
} as const
export type SkippedCode = keyof typeof skippedTexts

/** Things worth knowing before training: code -> English, with {{places}} for values. The window has the Chinese. */
export const warningTexts = {
  'single-class': 'Every item has the same label: {{class}}.',
  'empty-class': 'The class folder {{name}} holds nothing of its kind.',
  'missing-target': '{{count}} rows have no {{target}} and are not trained on.',
  'missing-column': '{{column}} is ignored: it has no values.',
  'constant-column': '{{column}} is ignored: it never changes.',
  'text-column': '{{column}} is ignored: free text cannot be read beside other features.',
  'date-column': '{{column}} is ignored: it holds dates.',
  'labelled-by':
    'The classes are those that {{file}} gives: {{files}} names the picture, {{label}} its class.',
  'valued-by':
    'The values to predict are those that {{file}} gives: {{files}} names the picture, {{values}} what is predicted.',
  series:
    'The rows follow one another in time ({{column}}, {{from}} to {{to}}): lstm-forecaster learns the next {{target}} from the rows before it.',
  'series-gaps': '{{column}} has {{count}} gaps, the first before {{first}}: nothing is learnt across one.',
  'series-uneven': 'The time from row to row of {{column}} changes often: rows are counted, not time.',
  gathered: 'Lathe gathered this folder: what was left out, its split and its preprocessing come along.',
  'id-column': '{{column}} is ignored: it only numbers the rows.',
  'no-header': '{{file}} has no line of column names; the columns were numbered.',
  'count-line':
    'The first line of {{file}} gives counts ({{rows}} rows, {{columns}} columns) and class names, as scikit-learn writes it. It was read as that, not as a row.',
  encoding: '{{file}} is not UTF-8; it was read as {{encoding}}.',
  'text-encoding': '{{count}} texts are not UTF-8; they were read as {{encoding}}.',
  'npy-range': 'The values of {{file}}, from {{low}} to {{high}}, become bytes from 0 to 255.',
  sheets: '{{file}} has several sheets; {{sheet}} was read.',
} as const
export type WarningCode = keyof typeof warningTexts

const NoteValues = z.record(z.string(), z.union([z.string(), z.number()])).default({})

/** A file that was left out, and why: `code` with its `values`, and the same in English as `reason`. */
export const SkippedFile = z.object({
  file: z.string(),
  code: z.string(),
  values: NoteValues,
  reason: z.string(),
  line: z.number().optional(),
})
export type SkippedFile = z.infer<typeof SkippedFile>

export const DataWarning = z.object({ code: z.string(), values: NoteValues, message: z.string() })
export type DataWarning = z.infer<typeof DataWarning>

type NoteValues = z.infer<typeof NoteValues>

/** The note on something left out, its English filled in. `line`: of the file, from 1. */
export function skippedFile(
  file: string,
  code: SkippedCode,
  values: NoteValues = {},
  line?: number,
): SkippedFile {
  const all = line === undefined ? values : { line, ...values }
  const reason = fillIn(skippedTexts[code], all)
  return { file, code, values: all, reason, ...(line === undefined ? {} : { line }) }
}

/** A warning with its English filled in. */
export function dataWarning(code: WarningCode, values: NoteValues = {}): DataWarning {
  return { code, values, message: fillIn(warningTexts[code], values) }
}

/** How many files and lines some notes stand for: one says how many more there are. */
export function skippedCount(skipped: readonly SkippedFile[]): number {
  const more = (code: string) => code === 'more-lines' || code === 'more-files'
  return skipped.reduce((sum, { code, values }) => sum + (more(code) ? Number(values.count) : 1), 0)
}
