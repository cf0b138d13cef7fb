import { Fault } from '../../../contract/failure.ts'
import type { Pipeline } from '../pipeline.ts'

/**
 * The size pictures get for an Input of `asked` (without the items axis). `own`: the pictures' common size, if any.
 * @throws Fault `engine.shape-mismatch`
 */
export function fitPictures(asked: (number | null)[], own: number[] | null): Pipeline['input'] {
  const [height, width, channels] =
    asked.length === 1
      ? (own ?? [])
      : [asked[0] ?? own?.[0], asked[1] ?? own?.[1], asked.length === 2 ? 1 : (asked[2] ?? own?.[2])]
  const fits = height && width && channels && [1, 3, 4].includes(channels) && asked.length <= 3
  if (!fits || (asked.length === 1 && asked[0] !== height * width * channels))
    throw new Fault('engine.shape-mismatch', {
      expected: `[${asked.map((size) => size ?? '?').join(', ')}]`,
      found: own ? `pictures of [${own.join(', ')}]` : 'pictures of several sizes',
    })
  const shape =
    asked.length === 1
      ? [height * width * channels]
      : asked.length === 2
        ? [height, width]
        : [height, width, channels]
  return { kind: 'image', height, width, channels, shape }
}
