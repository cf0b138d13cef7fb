import { skippedFile } from '../../../contract/data/data-notes.ts'
import type { PartName } from '../../../contract/data/dataset.ts'
import { summarise } from '../import/parts.ts'
import type { Scan, ScanHow } from '../import/scanned.ts'
import { noteOn } from '../import/unusable.ts'
import { fileOf } from '../versions/known-files.ts'
import { type CifarLayout, cifarClasses, cifarShape, isCifarPickle, readCifarLabels } from './cifar-file.ts'

/** Takes the batches of CIFAR-10 or CIFAR-100 together; `target: coarse` takes the twenty superclasses of CIFAR-100. Gives whether there are any. */
export async function scanCifar(files: string[], { plan, manifest }: Scan, how: ScanHow): Promise<boolean> {
  for (const file of files.filter(isCifarPickle)) plan.skipped.push(skippedFile(file, 'cifar-pickle'))
  const batches = files.filter((file) => !isCifarPickle(file))
  const [first] = batches
  if (!first) return false
  const layout: CifarLayout = /batch/i.test(first)
    ? 'cifar-10'
    : how.options.target === 'coarse'
      ? 'cifar-100-coarse'
      : 'cifar-100-fine'
  const labels: { part: PartName; label: number }[] = []
  for (const file of batches) {
    how.hooks.check()
    const part = /test/i.test(file.split(/[\\/]/).at(-1) ?? '') ? ('test' as const) : ('train' as const)
    try {
      const own = await readCifarLabels(file, layout)
      for (const label of own) labels.push({ part, label })
      manifest.files.push(await fileOf(file, part, -1, how))
      const there = manifest.idx.find((one) => one.part === part)
      if (there) there.more.push(file)
      else
        manifest.idx.push({
          ...{ part, images: file, labels: how.loose ? null : file, shape: cifarShape },
          ...{ layout, more: [], values: null, range: null, channelsFirst: false },
        })
    } catch (thrown) {
      plan.skipped.push(noteOn(file, thrown))
    }
    how.hooks.progress(manifest.files.length, batches.length, 'files')
  }
  if (!labels.length) return true
  plan.imageShape = cifarShape
  plan.classes = await cifarClasses(first, layout)
  plan.parts = summarise(plan.classes, labels)
  return true
}
