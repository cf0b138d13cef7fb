import { z } from 'zod'

/** Encodings of text by their names in the Encoding Standard (encoding.spec.whatwg.org). */
export const TextEncoding = z.enum([
  ...(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'] as const),
  ...(['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254'] as const),
  ...(['windows-1255', 'windows-1256', 'iso-8859-2', 'koi8-r'] as const),
])
export type TextEncoding = z.infer<typeof TextEncoding>

/** What may part the cells of a line. */
export const Delimiter = z.enum([',', ';', '\t', '|', ' '])
export type Delimiter = z.infer<typeof Delimiter>

/** How files are to be read where the person knows better than the guess. */
export const ReadingOptions = z.object({
  encoding: TextEncoding.optional(),
  delimiter: Delimiter.optional(),
  /** Of an Excel workbook. */
  sheet: z.string().optional(),
})
export type ReadingOptions = z.infer<typeof ReadingOptions>

/** How the first table, or the texts, were read; null where the kind of file has no such thing. */
export const Reading = z.object({
  encoding: TextEncoding.nullable(),
  delimiter: z.string().nullable(),
  sheet: z.string().nullable(),
  /** All sheets of the workbook. */
  sheets: z.array(z.string()),
})
export type Reading = z.infer<typeof Reading>
