import { eachOf } from '../each-of.ts'
import type { ManifestFile } from '../manifest.ts'
import type { Pipeline } from '../pipeline.ts'
import { noTexts, type PartToPack, type Source } from '../source.ts'
import { decodeLanes } from './decode-lanes.ts'
import { drawPicture } from './draw-picture.ts'
import { openPicture } from './open-picture.ts'

/** Pictures that are a file each. `number` gives a label's number in the model. */
export function pictureSource(
  part: PartToPack,
  files: ManifestFile[],
  number: (label: number) => number,
): Source {
  const show = async (path: string) => (await openPicture(path, { failOn: 'error' })).rotate()
  const draw = async (path: string, pipeline: Pick<Pipeline, 'input'>) =>
    drawPicture(await show(path), pipeline)
  return {
    part,
    count: files.length,
    texts: noTexts,
    items: files.map(({ path }) => path),
    labels: files.map(({ label }) => number(label)),
    draw: (item, pipeline) => draw(files[item]?.path ?? '', pipeline),
    show: (item) => show(files[item]?.path ?? ''),
    ...(files.every(({ hash }) => hash) ? { contents: files.map(({ hash }) => hash) } : {}),
    write: (pipeline, put, done, decoded) =>
      eachOf(files, decodeLanes, async ({ path, hash }, index) => {
        const bytes = (await decoded?.(hash)) ?? (await draw(path, pipeline))
        await put(bytes, index * bytes.length)
        done(1)
      }),
  }
}
