import { basename } from 'node:path'
import sharp from 'sharp'
import { eachOf } from '../each-of.ts'
import type { Manifest } from '../manifest.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { noTexts, type PartToPack, type Source } from '../source.ts'
import { readIdx, readIdxHead } from './idx-file.ts'

/** The pictures of one IDX file. `number` gives a label's number in the model. */
export async function idxSource(
  part: PartToPack,
  { images, labels, shape }: Manifest['idx'][number],
  number: (label: number) => number,
): Promise<Source> {
  const own = labels ? (await readIdx(labels)).values : null
  const count = own?.length ?? (await readIdxHead(images)).shape[0] ?? 0
  return {
    part,
    count,
    texts: noTexts,
    items: Array.from({ length: count }, (_, i) => `${basename(images)}#${i}`),
    labels: own ? Array.from(own, number) : [],
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
      if (same) {
        await put(values, 0)
        done(count)
        return
      }
      const raw = { width, height, channels: channels as 1 }
      const each = Array.from({ length: count }, (_, i) => i)
      await eachOf(each, 4, async (i) => {
        const bytes = await drawPicture(sharp(values.subarray(i * size, (i + 1) * size), { raw }), pipeline)
        await put(bytes, i * bytes.length)
        done(1)
      })
    },
  }
}
