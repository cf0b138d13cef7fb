import type { NumberSummary, PictureStatistics } from '../../../../contract/data/profile.ts'
import { grouped } from '../grouped.ts'
import { summaryOf } from '../number-summary.ts'
import type { MeasuredPicture } from './measure-pictures.ts'

const mostSizes = 20

/** Sizes, colours and brightness over all pictures and for each class; null where there is none. */
export function pictureStatistics(pictures: MeasuredPicture[], classes: string[]): PictureStatistics | null {
  if (!pictures.length) return null
  const sizes = new Map<string, number>()
  const channels = new Map<number, number>()
  for (const { measure } of pictures) {
    const size = `${measure.width} × ${measure.height}`
    sizes.set(size, (sizes.get(size) ?? 0) + 1)
    channels.set(measure.channels, (channels.get(measure.channels) ?? 0) + 1)
  }
  const summary = (value: (picture: MeasuredPicture) => number) =>
    summaryOf(Float64Array.from(pictures, value)) as NumberSummary
  // One of several labels counts with each of them.
  const labelled = pictures.flatMap((picture) =>
    (picture.labels ?? [picture.label]).map((label) => ({ label, picture })),
  )
  const byClass = grouped(labelled, ({ label }) => label)
  return {
    count: pictures.length,
    sizes: [...sizes]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, mostSizes),
    widths: summary(({ measure }) => measure.width),
    heights: summary(({ measure }) => measure.height),
    aspects: summary(({ measure }) => measure.width / measure.height),
    brightness: summary(({ measure }) => measure.brightness),
    channels: [...channels]
      .map(([of, count]) => ({ channels: of, count }))
      .sort((a, b) => a.channels - b.channels),
    ...colours(pictures),
    classes: classes.flatMap((name) => {
      const own = byClass.get(name)?.map(({ picture }) => picture)
      if (!own) return []
      const brightness = own.reduce((sum, { measure }) => sum + measure.brightness, 0) / own.length
      return [{ name, count: own.length, ...colours(own), brightness }]
    }),
  }
}

/** Mean and deviation over all pixels, every picture counting alike. */
function colours(pictures: MeasuredPicture[]): { mean: number[]; std: number[] } {
  const mean = [0, 0, 0]
  const squares = [0, 0, 0]
  for (const { measure } of pictures)
    for (const channel of [0, 1, 2]) {
      const own = measure.mean[channel] as number
      mean[channel] = (mean[channel] as number) + own / pictures.length
      // E[x²] of a picture is its variance and the square of its mean.
      squares[channel] =
        (squares[channel] as number) + (own ** 2 + (measure.std[channel] as number) ** 2) / pictures.length
    }
  const std = mean.map((value, channel) => Math.sqrt(Math.max(0, (squares[channel] as number) - value ** 2)))
  return { mean, std }
}
