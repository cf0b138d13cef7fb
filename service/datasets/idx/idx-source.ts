import { basename } from 'node:path'
import sharp from 'sharp'
import type { Dataset } from '../../../contract/dataset.ts'
import { eachOf } from '../each-of.ts'
import { keptRows } from '../excluded/kept.ts'
import type { Manifest } from '../manifest.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { noTexts, type PartToPack, type Source } from '../source.ts'
import { readIdx, readIdxHead } from './idx-file.ts'

/** The pictures of one IDX file, less those left out. `number` gives a label's number in the model. */
export async function idxSource(
  part: PartToPack,
  { images, labels, shape }: Manifest['idx'][number],
  dataset: Pick<Dataset, 'excluded'>,
  number: (label: number) => number,
): Promise<Source> {
  const own = labels ? (await readIdx(labels)).values : null
  const all = own?.length ?? (await readIdxHead(images)).shape[0] ?? 0
  const kept = part === 'predict' ? null : keptRows(dataset, part, all)
  const each = kept ?? Array.from({ length: all }, (_, row) => row)
  const count = each.length
  return {
    part,
    count,
    texts: noTexts,
    items: each.map((row) => `${basename(images)}#${row}`),
    labels: own ? each.map((row) => number(own[row] as number)) : [],
    write: async (pipeline, put, done) => {
      const [height = 0, width = 0, channels = 1] = shape
      const { values } = await readIdx(images)
      const size = height * width * channels
      const input = pipeline.input
      const same =
        input.kind === 'image' &&
        input.height === height &&
        input.width === width &&
        input.channels === channels
      if (same && !kept) {
        await put(values, 0)
        done(count)
        return
      }
      const raw = { width, height, channels: channels as 1 }
      await eachOf(each, 4, async (row, index) => {
        const own = values.subarray(row * size, (row + 1) * size)
        const bytes = same ? own : await drawPicture(sharp(own, { raw }), pipeline)
        await put(bytes, index * bytes.length)
        done(1)
      })
    },
  }
}
