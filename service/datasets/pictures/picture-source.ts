import { noTexts, type PartToPack, type Source } from '../packed/source.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { ManifestFile } from '../versions/manifest.ts'
import { eachOf } from '../workers/each-of.ts'
import { decodeLanes } from './decode-lanes.ts'
import { drawPicture } from './draw-picture.ts'
import { drawPlain } from './draw-plain.ts'
import { openPicture } from './open-picture.ts'

/** Pictures that are a file each. `number` gives a label's number in the model, which has so many `classes`. */
export function pictureSource(
  part: PartToPack,
  files: ManifestFile[],
  number: (label: number) => number,
  classes: number,
): Source {
  // A colour profile is left out of account, as Keras's and PyTorch's loaders do: to apply it takes as long as to decode.
  const how = { failOn: 'error', ignoreIcc: true } as const
  const show = async (path: string) => (await openPicture(path, how)).rotate()
  const draw = async (
    { path, shape }: Pick<ManifestFile, 'path' | 'shape'>,
    pipeline: Pick<Pipeline, 'input'>,
  ) =>
    (pipeline.input.kind === 'image' && (await drawPlain(path, pipeline.input))) ||
    drawPicture(await show(path), pipeline, shape)
  const several = files.some(({ labels }) => labels)
  const values = files[0]?.values?.length ?? 0
  return {
    part,
    count: files.length,
    texts: noTexts,
    items: files.map(({ path }) => path),
    labels: values
      ? files.flatMap((file) => file.values ?? [])
      : several
        ? manyHot(files, number, classes)
        : files.map(({ label }) => number(label)),
    labelWidth: values || (several ? classes : 1),
    draw: (item, pipeline) => draw(files[item] ?? { path: '' }, pipeline),
    show: (item) => show(files[item]?.path ?? ''),
    ...(files.every(({ hash }) => hash) ? { contents: files.map(({ hash }) => hash) } : {}),
    write: (pipeline, put, done, decoded) =>
      eachOf(files, decodeLanes, async (file, index) => {
        const bytes = (await decoded?.(file.hash)) ?? (await draw(file, pipeline))
        await put(bytes, index * bytes.length)
        done(1)
      }),
  }
}

/** 1 for each label that a file has, else 0 [files, classes]. */
function manyHot(files: ManifestFile[], number: (label: number) => number, classes: number): Uint8Array {
  const hot = new Uint8Array(files.length * classes)
  for (const [row, { labels = [] }] of files.entries())
    for (const label of labels) hot[row * classes + number(label)] = 1
  return hot
}
