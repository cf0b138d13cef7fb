import { readFile } from 'node:fs/promises'
import type { TextEncoding } from '../../../contract/data/reading.ts'
import { decodeText } from '../import/decode-text.ts'
import type { PartToPack, Source } from '../packed/source.ts'
import type { ManifestFile } from '../versions/manifest.ts'

/** Texts that are a file each. `number` gives a label's number in the model. */
export function textSource(
  part: PartToPack,
  files: ManifestFile[],
  number: (label: number) => number,
  encoding: TextEncoding | null,
): Source {
  return {
    part,
    count: files.length,
    items: files.map(({ path }) => path),
    labels: part === 'predict' ? [] : files.map(({ label }) => number(label)),
    async *texts() {
      for (const { path } of files) yield readText(path, encoding)
    },
    write: () => Promise.reject(new Error('Texts are written by write-texts.ts.')),
  }
}

/** A text file, in the encoding that the person gave, else whatever it is found to be in. */
export const readText = async (path: string, encoding: TextEncoding | null) =>
  decodeText(await readFile(path), encoding).text.replace(/^\ufeff/, '')
