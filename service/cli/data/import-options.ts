import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ImportOptions } from '../../../contract/data/dataset.ts'
import { Delimiter, TextEncoding } from '../../../contract/data/reading.ts'
import type { SeriesOptions } from '../../../contract/data/series.ts'
import { given, number } from '../option-values.ts'

/** What a shell can hardly type, by name. */
const named: Record<string, Delimiter> = { tab: '\t', space: ' ', comma: ',', semicolon: ';', pipe: '|' }

function delimiter(text: string): Delimiter {
  const parsed = Delimiter.safeParse(named[text.toLowerCase()] ?? text.replace('\\t', '\t'))
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError(`one of , ; | or ${Object.keys(named).join(', ')}`)
}

/** Adds the options that say how files are read where the guess is wrong. */
export function addImportOptions(command: Command): Command {
  return addSeriesOptions(command)
    .option('--target <columns>', 'the column of a table that is to be predicted; several with commas')
    .option('--sample-weight <column>', 'the column of a table that says how much a row counts')
    .addOption(new Option('--encoding <name>', 'the encoding of the text').choices(TextEncoding.options))
    .option('--delimiter <sign>', 'what parts the cells of a line', delimiter)
    .option('--sheet <name>', 'the sheet of an Excel workbook')
    .addOption(
      new Option(
        '--labels <one|several|values>',
        'whether an item has one label or any number, or a picture values to predict',
      ).choices(['one', 'several', 'values']),
    )
    .option('--across-gaps', 'windows reach over places where time is missing')
}

/** Adds the options that say how windows are cut out of a time series. */
export function addSeriesOptions(command: Command): Command {
  return command
    .option('--date <column>', 'of a time series: the column that says when each row was')
    .option('--sequence-length <steps>', 'of a time series: steps of a window', number)
    .option('--sequence-stride <rows>', 'rows from one window to the next (default: 1)', number)
    .option('--sampling-rate <rows>', 'rows from one step of a window to the next (default: 1)', number)
    .option('--horizon <steps>', 'how many steps ahead are forecast (default: 1)', number)
}

/** What these options give. */
export interface GivenImport {
  name?: string
  target?: string
  sampleWeight?: string
  encoding?: TextEncoding
  delimiter?: Delimiter
  sheet?: string
  labels?: 'one' | 'several' | 'values'
  date?: string
  sequenceLength?: number
  sequenceStride?: number
  samplingRate?: number
  horizon?: number
  acrossGaps?: boolean
}

/** The same as an import takes it. */
export function importOptions(options: GivenImport): ImportOptions {
  const { name, target, sampleWeight, labels, encoding, delimiter, sheet } = options
  const reading = given({ encoding, delimiter, sheet })
  const series = seriesOptions(options)
  const some = <T extends object>(value: T) => (Object.keys(value).length > 0 ? value : undefined)
  return given({
    ...{ name, target, weight: sampleWeight, labels },
    reading: some(reading),
    series: some(series),
  })
}

/** What is said of the windows of a time series. */
export function seriesOptions(options: GivenImport): SeriesOptions {
  const { date, sequenceLength, sequenceStride, samplingRate, horizon, acrossGaps } = options
  return given({ date, sequenceLength, sequenceStride, samplingRate, horizon, acrossGaps })
}
