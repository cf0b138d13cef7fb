import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ImportOptions } from '../../contract/dataset.ts'
import { Delimiter, TextEncoding } from '../../contract/reading.ts'
import { given } from './training-options.ts'

/** What a shell can hardly type, by name. */
const named: Record<string, Delimiter> = { tab: '\t', space: ' ', comma: ',', semicolon: ';', pipe: '|' }

function delimiter(text: string): Delimiter {
  const parsed = Delimiter.safeParse(named[text.toLowerCase()] ?? text.replace('\\t', '\t'))
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError(`one of , ; | or ${Object.keys(named).join(', ')}`)
}

/** Adds the options that say how files are read where the guess is wrong. */
export function addImportOptions(command: Command): Command {
  return command
    .option('--target <column>', 'the column of a table that is to be predicted')
    .option('--sample-weight <column>', 'the column of a table that says how much a row counts')
    .addOption(new Option('--encoding <name>', 'the encoding of the text').choices(TextEncoding.options))
    .option('--delimiter <sign>', 'what parts the cells of a line', delimiter)
    .option('--sheet <name>', 'the sheet of an Excel workbook')
}

/** What these options give. */
export interface GivenImport {
  name?: string
  target?: string
  sampleWeight?: string
  encoding?: TextEncoding
  delimiter?: Delimiter
  sheet?: string
}

/** The same as an import takes it. */
export function importOptions(options: GivenImport): ImportOptions {
  const { name, target, sampleWeight, encoding, delimiter, sheet } = options
  const reading = given({ encoding, delimiter, sheet })
  const some = Object.keys(reading).length > 0
  return given({ name, target, weight: sampleWeight, ...(some ? { reading } : {}) })
}
