import type { PictureStatistics } from '../../../../contract/data/profile.ts'
import type { MeasuredPicture } from '../pictures/measure-pictures.ts'
import { aboutItems, type Found } from './found.ts'

/** A picture whose colours deviate less from their mean shows nothing. */
const blank = 3
const smallest = 16

/** Pictures that show nothing, are much smaller than the others, or stretched, or of other channels. */
export function oddPictures(pictures: MeasuredPicture[], statistics: PictureStatistics): Found[] {
  const side = Math.min(statistics.widths.quantiles.q50, statistics.heights.quantiles.q50)
  const aspect = statistics.aspects.quantiles.q50
  const most = [...statistics.channels].sort((a, b) => b.count - a.count)[0]?.channels
  const others = pictures.filter(({ measure }) => measure.channels !== most)
  return [
    ...aboutItems(
      'blank-pictures',
      pictures.filter(({ measure }) => Math.max(...measure.std) < blank),
    ),
    ...aboutItems(
      'tiny-pictures',
      pictures.filter(({ measure: { width, height } }) => {
        const own = Math.min(width, height)
        return own < side / 4 || (own < smallest && side >= 2 * smallest)
      }),
      { values: { usual: Math.round(side) } },
    ),
    ...aboutItems(
      'odd-pictures',
      pictures.filter(
        ({ measure: { width, height } }) => Math.abs(Math.log(width / height / aspect)) > Math.log(3),
      ),
    ),
    ...aboutItems('mixed-channels', others, { values: { usual: most ?? 3 } }),
  ]
}
