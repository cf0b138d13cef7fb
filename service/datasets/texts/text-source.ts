import { readFile } from 'node:fs/promises'
import type { ManifestFile } from '../manifest.ts'
import type { PartToPack, Source } from '../source.ts'
import { decodeText } from '../tables/sniff-table.ts'

/** Texts that are a file each. `number` gives a label's number in the model. */
export function textSource(
  part: PartToPack,
  files: ManifestFile[],
  number: (label: number) => number,
): Source {
  return {
    part,
    count: files.length,
    items: files.map(({ path }) => path),
    labels: part === 'predict' ? [] : files.map(({ label }) => number(label)),
    async *texts() {
      for (const { path } of files) yield readText(path)
    },
    write: () => Promise.reject(new Error('Texts are written by write-texts.ts.')),
  }
}

/** A text file, whatever its encoding. */
export const readText = async (path: string) => decodeText(await readFile(path)).text.replace(/^\ufeff/, '')
