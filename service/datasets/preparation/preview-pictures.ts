import sharp from 'sharp'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { PictureNormalise } from '../../../contract/data/preprocessing.ts'
import { classOrder } from '../../../contract/data/recipe-steps.ts'
import { inputShape } from '../../../contract/model/model.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'
import type { Hooks } from '../context.ts'
import { datasetFacts } from '../dataset-facts.ts'
import type { Source } from '../packed/source.ts'
import { labelOf } from '../packed/source-label.ts'
import { fitPictures } from '../pictures/fit-pictures.ts'
import type { PictureInput } from '../pipeline/pipeline.ts'
import type { Shown } from './shown.ts'

const picturesShown = 8
/** Pictures that a preview measures channels on. */
const mostMeasured = 200
/** The ways to normalise that look at many pictures. */
const learntOfAll: readonly PictureNormalise[] = ['channels', 'channels-centre', 'zca']
/** The longer side of a picture before, and the shorter of one after, in pixels on the screen. */
const side = 160

/** Pictures from all over the train part, as they are and as a model of the templates would see them. */
export async function previewPictures(
  dataset: Dataset,
  train: Source,
  held: Uint8Array,
  hooks: Hooks,
): Promise<Shown> {
  const shape = inputShape(buildTemplate('cnn-image-classifier', datasetFacts(dataset))) ?? []
  const measured = { ...train, count: Math.min(train.count, mostMeasured) }
  const input = await fitPictures(shape, dataset, measured, held)
  const named = { task: dataset.task, classes: classOrder(dataset) }
  const many = Math.min(picturesShown, train.count)
  const pictures: Shown['pictures'] = []
  for (let at = 0; at < many; at++) {
    hooks.check()
    const item = Math.floor(((at + 0.5) * train.count) / many)
    const bytes = await train.draw?.(item, { input })
    const before = await train.show?.(item)
    if (!bytes || !before) continue
    pictures.push({
      label: labelOf(named, train, item),
      before: urlOf(
        await before.resize(side, side, { fit: 'inside', withoutEnlargement: false }).png().toBuffer(),
      ),
      after: await drawn(bytes, input),
      ...rangeOf(bytes, input),
    })
  }
  return {
    shape: input.shape,
    pictures,
    seen: learntOfAll.includes(dataset.preprocessing?.picture?.normalise ?? 'unit')
      ? measured.count
      : train.count,
  }
}

const urlOf = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`

/** What the model sees, pixel by pixel; colours in their usual order whatever the model's. */
async function drawn(bytes: Buffer, { height, width, channels, reversed }: PictureInput): Promise<string> {
  const shown = Buffer.from(bytes)
  if (reversed) for (let at = 0; at + 2 < shown.length; at += 3) shown.subarray(at, at + 3).reverse()
  const raw = { height, width, channels: channels as 1 | 3 | 4 }
  const scale = Math.max(1, Math.round(side / Math.max(height, width)))
  const large = sharp(shown, { raw }).resize(width * scale, height * scale, { kernel: 'nearest' })
  return urlOf(await large.png().toBuffer())
}

/** The least and the greatest value of each channel, as the model is given them. */
function rangeOf(bytes: Buffer, { channels, scale, normalised }: PictureInput) {
  const least = new Array<number>(channels).fill(255)
  const greatest = new Array<number>(channels).fill(0)
  for (let at = 0; at < bytes.length; at++) {
    const channel = at % channels
    least[channel] = Math.min(least[channel] as number, bytes[at] as number)
    greatest[channel] = Math.max(greatest[channel] as number, bytes[at] as number)
  }
  const value = (byte: number, channel: number) => {
    const many = normalised?.scale.length ?? 1
    const by = normalised?.scale[channel % many] ?? 1
    return byte * scale * by + (normalised?.offset[channel % many] ?? 0)
  }
  return { least: least.map(value), greatest: greatest.map(value) }
}
