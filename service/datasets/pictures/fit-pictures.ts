import type { Dataset } from '../../../contract/data/dataset.ts'
import { PictureRecipe } from '../../../contract/data/preprocessing.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Source } from '../packed/source.ts'
import type { PictureInput } from '../pipeline/pipeline.ts'
import { eachOf } from '../workers/each-of.ts'

/** Pictures that means and deviations of channels are learnt from; of more that many evenly spread ones. */
const mostMeasured = 5000

/**
 * The size pictures get for an Input of `asked` (without the items axis), and how their values are scaled.
 * @throws Fault `engine.shape-mismatch`, `prepare.crop`, `prepare.step-misfit`, `prepare.whitening-size`
 */
export async function fitPictures(
  asked: (number | null)[],
  dataset: Pick<Dataset, 'imageShape' | 'preprocessing'>,
  train: Source,
  held: Uint8Array,
): Promise<PictureInput> {
  const plain = plainInput(asked, dataset)
  const recipe = dataset.preprocessing?.picture ?? PictureRecipe.parse({})
  return { ...plain, ...(await normalisation(recipe, plain, train, held)) }
}

/**
 * How pictures are brought to the size of an Input, which needs nothing learnt; values are from 0 to 1.
 * @throws Fault `engine.shape-mismatch`, `prepare.crop`
 */
export function plainInput(
  asked: (number | null)[],
  { imageShape: own, preprocessing }: Pick<Dataset, 'imageShape' | 'preprocessing'>,
): PictureInput {
  const recipe = preprocessing?.picture ?? PictureRecipe.parse({})
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
  const { resize, interpolation, cropFrom, normalise } = recipe
  if (cropFrom && (cropFrom.height < height || cropFrom.width < width))
    throw new Fault('prepare.crop', {
      ...{ height, width },
      ...{ fromHeight: cropFrom.height, fromWidth: cropFrom.width },
    })
  const shape =
    asked.length === 1
      ? [height * width * channels]
      : asked.length === 2
        ? [height, width]
        : [height, width, channels]
  return {
    ...{ kind: 'image', height, width, channels, resize, interpolation, cropFrom },
    ...{ reversed: normalise === 'caffe', scale: 1 / 255, normalised: null, samplewise: null },
    ...{ whitening: null, shape },
  }
}

/** What a byte becomes. `torch`, `caffe`, `signed` as keras.applications.imagenet_utils.preprocess_input has them. */
async function normalisation(
  { normalise, zcaEpsilon: epsilon }: PictureRecipe,
  plain: PictureInput,
  train: Source,
  held: Uint8Array,
): Promise<Partial<PictureInput>> {
  const { channels } = plain
  if ((normalise === 'torch' || normalise === 'caffe') && channels !== 3)
    throw new Fault('prepare.step-misfit', {
      ...{ column: 'picture', type: `${channels} channels`, step: normalise },
      fitting: 'unit, signed, channels, channels-centre, sample, zca, none',
    })
  const standardised = (mean: number[], deviation: number[]) => ({
    scale: deviation.map((one) => 1 / one),
    offset: mean.map((one, at) => -one / (deviation[at] ?? 1)),
  })
  switch (normalise) {
    case 'unit':
      return {}
    case 'none':
      return { scale: 1 }
    case 'signed':
      return { scale: 1 / 127.5, normalised: { scale: [1], offset: [-1] } }
    case 'torch':
      return { normalised: standardised([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]) }
    case 'caffe':
      return { scale: 1, normalised: standardised([103.939, 116.779, 123.68], [1, 1, 1]) }
    case 'sample-centre':
      return { samplewise: 'centre' }
    case 'sample':
      return { samplewise: 'standardise' }
    case 'channels': {
      const { mean, deviation } = await channelSpread(plain, train, held)
      return { normalised: standardised(mean, deviation) }
    }
    case 'channels-centre':
    case 'zca': {
      const whitening = normalise === 'zca' ? { epsilon } : null
      if (whitening) refuseLarge(plain)
      const { mean } = await channelSpread(plain, train, held)
      return { normalised: standardised(mean, new Array(channels).fill(1)), whitening }
    }
  }
}

/** As many values as CIFAR's pictures have: the matrix of more would take minutes to learn and much memory at each step. */
const mostWhitened = 3072

/** @throws Fault `prepare.whitening-size` */
function refuseLarge({ height, width, channels }: PictureInput): void {
  const values = height * width * channels
  if (values <= mostWhitened) return
  const megabytes = Math.round((4 * values ** 2) / 1e6)
  throw new Fault('prepare.whitening-size', {
    ...{ height, width, channels, values, megabytes, most: mostWhitened },
  })
}

/** Mean and deviation of each channel, with Keras's epsilon, from 0 to 1, over the pictures that are trained on. Whole numbers are summed, so the order does not matter. */
async function channelSpread(plain: PictureInput, train: Source, held: Uint8Array) {
  const { channels } = plain
  const rows = Array.from({ length: train.count }, (_, row) => row).filter((row) => !held[row])
  const step = Math.max(1, rows.length / mostMeasured)
  const some = Array.from(
    { length: Math.min(rows.length, mostMeasured) },
    (_, at) => rows[Math.floor(at * step)] as number,
  )
  const sums = new Float64Array(channels)
  const squares = new Float64Array(channels)
  let pixels = 0
  await eachOf(some, 4, async (row) => {
    const bytes = await train.draw?.(row, { input: plain })
    if (!bytes) return
    pixels += bytes.length / channels
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      const channel = at % channels
      sums[channel] = (sums[channel] as number) + byte
      squares[channel] = (squares[channel] as number) + byte * byte
    }
  })
  const mean = Array.from(sums, (sum) => sum / pixels)
  const deviation = mean.map((one, at) =>
    Math.sqrt(Math.max(0, (squares[at] as number) / pixels - one * one)),
  )
  return {
    mean: mean.map((one) => one / 255),
    deviation: deviation.map((one) => (one > 0 ? one / 255 + 1e-6 : 1)),
  }
}
