import sharp from 'sharp'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { keptRows } from '../excluded/kept.ts'
import { noTexts, type PartToPack, type Source } from '../packed/source.ts'
import { decodeLanes } from '../pictures/decode-lanes.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { drawPixels } from '../pictures/draw-plain.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { eachOf } from '../workers/each-of.ts'
import { type Pair, pictureNames, readClassNumbers, readPixels, readValues } from './read-pair.ts'

/** The pictures of one IDX file, less those left out. `number` gives a label's number in the model. */
export async function idxSource(
  part: PartToPack,
  pair: Pair,
  dataset: Pick<Dataset, 'excluded'>,
  number: (label: number) => number,
): Promise<Source> {
  const own = await readClassNumbers(pair)
  const values = part === 'predict' ? null : await readValues(pair)
  const many = pair.values ?? 1
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
    labels: values
      ? each.flatMap((row) => Array.from({ length: many }, (_, at) => values[row * many + at] as number))
      : own
        ? each.map((row) => number(own[row] as number))
        : [],
    labelWidth: many,
    write: async (pipeline, put, done) => {
      const bytes = await readPixels(pair)
      const input = pipeline.input
      const same =
        input.kind === 'image' &&
        input.height === height &&
        input.width === width &&
        input.channels === channels &&
        input.cropFrom === null &&
        !input.reversed
      if (same && !kept) {
        await put(bytes, 0)
        done(count)
        return
      }
      await eachOf(each, decodeLanes, async (row, index) => {
        const own = bytes.subarray(row * size, (row + 1) * size)
        const drawn = same ? own : await draw(own, pipeline)
        await put(drawn, index * drawn.length)
        done(1)
      })
    },
  }
}
