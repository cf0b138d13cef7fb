import { closeSync, openSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LearningTask } from '../../../contract/data/learning-task.ts'
import { type PackedPart, type PackedTensor, scaleAt } from '../../../contract/data/packed.ts'
import type { PictureInput, Pipeline } from '../pipeline/pipeline.ts'
import { writeTexts } from '../texts/write-texts.ts'
import type { PartToPack, Source } from './source.ts'

/** The size of a picture, where the model's shape does not tell. */
const pictureOf = ({ input }: Pipeline) =>
  input.kind === 'image' && input.shape.length === 1
    ? { picture: [input.height, input.width, input.channels] }
    : {}

/** What packed.json says of a part's inputs. */
export const inputOf = (part: PartToPack, pipeline: Pipeline): PackedTensor => {
  const { input } = pipeline
  return {
    name: 'input',
    file: `${part}-input.bin`,
    dtype: dtypeOf(input),
    shape: input.shape,
    scale: input.kind === 'image' ? input.scale : 1,
    normalised: input.kind === 'image' ? byLastAxis(input) : null,
    samplewise: input.kind === 'image' ? input.samplewise : null,
    whitening: input.kind === 'image' ? input.whitening : null,
    ...pictureOf(pipeline),
  }
}

/**
 * Writes one part's inputs and targets into `folder`; gives its entry in packed.json. `decoded`: pictures that were decoded
 * before, by their contents; `there` where the inputs are written already.
 */
export async function writePart(
  folder: string,
  source: Source,
  pipeline: Pipeline,
  done: (items: number) => void,
  decoded: 'there' | ((content: string) => Promise<Uint8Array | null>) | null = null,
): Promise<PackedPart> {
  const { part, count } = source
  const input = inputOf(part, pipeline)
  if (decoded === 'there') done(count)
  else {
    const file = openSync(join(folder, input.file), 'w')
    try {
      // A trip through the thread pool, where the decoders are, takes longer than to hand the bytes to the system.
      const put = async (bytes: Uint8Array, at: number) => void writeSync(file, bytes, 0, bytes.length, at)
      if (pipeline.input.kind === 'text') await writeTexts(source, pipeline.input, put, done)
      else await source.write(pipeline, put, done, decoded)
    } finally {
      closeSync(file)
    }
  }
  const { task } = pipeline
  if (part === 'predict' || task === 'reconstruction')
    return { part, items: count, inputs: [input], targets: [] }
  const target = targetOf(source, task)
  await writeFile(join(folder, target.file), new Uint8Array(labelValues(source, pipeline).buffer))
  const written: PackedPart = { part, items: count, inputs: [input], targets: [target] }
  if (!source.weights) return written
  const weight = {
    name: 'weight',
    file: `${part}-weight.bin`,
    dtype: 'float32' as const,
    shape: [],
    scale: 1,
  }
  await writeFile(join(folder, weight.file), new Uint8Array(source.weights.buffer))
  return { ...written, weights: [weight] }
}

function dtypeOf(input: Pipeline['input']): 'uint8' | 'int32' | 'float32' {
  if (input.kind === 'image') return 'uint8'
  return input.kind === 'text' && input.outputMode === 'int' ? 'int32' : 'float32'
}

/** What is done to each channel, told along the last axis: of a flat picture for each of its values. */
function byLastAxis({ normalised, channels, shape }: PictureInput): PictureInput['normalised'] {
  if (!normalised || normalised.scale.length === 1 || shape.at(-1) === channels) return normalised
  const along = (own: number[]) =>
    Array.from({ length: shape.at(-1) ?? 0 }, (_, at) => own[at % channels] ?? 0)
  return { scale: along(normalised.scale), offset: along(normalised.offset) }
}

/** How labels are stored: class numbers, 0 or 1 for each of several labels, or values. */
const labelTypes = { classification: 'int32', multilabel: 'uint8', regression: 'float32' } as const

function targetOf({ part, labelWidth = 1 }: Source, task: LearningTask): PackedTensor {
  const shape = task === 'multilabel' || labelWidth > 1 ? [labelWidth] : []
  return { name: 'target', file: `${part}-target.bin`, dtype: labelTypes[task], shape, scale: 1 }
}

function labelValues({ labels }: Source, pipeline: Pipeline): Int32Array | Uint8Array | Float32Array {
  if (pipeline.task === 'classification') return Int32Array.from(labels)
  if (pipeline.task === 'multilabel') return Uint8Array.from(labels)
  const { log, centre, scale } = pipeline.label
  return Float32Array.from(
    labels,
    (label, at) => ((log ? Math.log1p(label) : label) - scaleAt(centre, at)) / scaleAt(scale, at),
  )
}
