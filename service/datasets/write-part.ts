import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackedPart } from '../../contract/packed.ts'
import { labelScale, type Pipeline } from './pipeline.ts'
import type { Source } from './source.ts'
import { writeTexts } from './texts/write-texts.ts'

const dtypes = { image: 'uint8', table: 'float32', text: 'int32', series: 'float32' } as const

/** Writes one part's inputs and targets into `folder`; gives its entry in packed.json. */
export async function writePart(
  folder: string,
  source: Source,
  pipeline: Pipeline,
  done: (items: number) => void,
): Promise<PackedPart> {
  const { part, count } = source
  const input = {
    name: 'input',
    file: `${part}-input.bin`,
    dtype: dtypes[pipeline.input.kind],
    shape: pipeline.input.shape,
    scale: pipeline.input.kind === 'image' ? 1 / 255 : 1,
  }
  const file = await open(join(folder, input.file), 'w')
  try {
    const put = async (bytes: Uint8Array, at: number) => void (await file.write(bytes, 0, bytes.length, at))
    if (pipeline.input.kind === 'text') await writeTexts(source, pipeline.input, put, done)
    else await source.write(pipeline, put, done)
  } finally {
    await file.close()
  }
  if (part === 'predict') return { part, items: count, inputs: [input], targets: [] }
  const whole = pipeline.task === 'classification'
  const target = {
    name: 'target',
    file: `${part}-target.bin`,
    dtype: whole ? ('int32' as const) : ('float32' as const),
    shape: [],
    scale: 1,
  }
  const { mean, deviation } = labelScale(pipeline)
  const values = whole
    ? Int32Array.from(source.labels)
    : Float32Array.from(source.labels, (label) => (label - mean) / deviation)
  await writeFile(join(folder, target.file), new Uint8Array(values.buffer))
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
