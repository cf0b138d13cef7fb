import sharp from 'sharp'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { keptRows } from '../excluded/kept.ts'
import { noTexts, type PartToPack, type Source } from '../packed/source.ts'
import { decodeLanes } from '../pictures/decode-lanes.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { drawPixels } from '../pictures/draw-plain.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { eachOf } from '../workers/each-of.ts'
import { type Pair, pictureNames, readClassNumbers, readPixels } from './read-pair.ts'

/** The pictures of one IDX file, less those left out. `number` gives a label's number in the model. */
export async function idxSource(
  part: PartToPack,
  pair: Pair,
  dataset: Pick<Dataset, 'excluded'>,
  number: (label: number) => number,
): Promise<Source> {
  const own = await readClassNumbers(pair)
  const names = await pictureNames(pair)
  const all = names.length
  const kept = part === 'predict' ? null : keptRows(dataset, part, all)
  const each = kept ?? Array.from({ length: all }, (_, row) => row)
  const count = each.length
  const [height = 0, width = 0, channels = 1] = pair.shape
  const size = height * width * channels
  const raw = { width, height, channels: channels as 1 }
  let held: Uint8Array | null = null
  const pixels = async (row: number) => {
    held ??= await readPixels(pair)
    return held.subarray(row * size, (row + 1) * size)
  }
  const draw = async (own: Uint8Array, pipeline: Pick<Pipeline, 'input'>) =>
    (pipeline.input.kind === 'image' && (await drawPixels(own, raw, pipeline.input))) ||
    drawPicture(sharp(own, { raw }), pipeline)
  return {
    part,
    count,
    texts: noTexts,
    show: async (item) => sharp(await pixels(each[item] as number), { raw }),
    draw: async (item, pipeline) => draw(await pixels(each[item] as number), pipeline),
    items: each.map((row) => names[row] ?? ''),
    labels: own ? each.map((row) => number(own[row] as number)) : [],
    write: async (pipeline, put, done) => {
      const values = await readPixels(pair)
      const input = pipeline.input
      const same =
        input.kind === 'image' &&
        input.height === height &&
        input.width === width &&
        input.channels === channels &&
        input.cropFrom === null &&
        !input.reversed
      if (same && !kept) {
        await put(values, 0)
        done(count)
        return
      }
      await eachOf(each, decodeLanes, async (row, index) => {
        const own = values.subarray(row * size, (row + 1) * size)
        const bytes = same ? own : await draw(own, pipeline)
        await put(bytes, index * bytes.length)
        done(1)
      })
    },
  }
}
