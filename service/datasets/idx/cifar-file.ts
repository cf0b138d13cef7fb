import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Unusable } from '../import/unusable.ts'

/** The binary version of CIFAR (cs.toronto.edu/~kriz/cifar.html): records of a label or two and a picture, colour after colour. */
export type CifarLayout = 'cifar-10' | 'cifar-100-fine' | 'cifar-100-coarse'

/** A batch of CIFAR's binary version, by its name. */
export const isCifar = (path: string) => /^(data_batch_\d+|test_batch|train|test)\.bin$/i.test(basename(path))

/** The version for Python, which is pickled. */
export const isCifarPickle = (path: string) =>
  /^(data_batch_\d+|test_batch|batches\.meta)$/i.test(basename(path)) ||
  /cifar-100-python[\\/](train|test|meta)$/i.test(path)

export const cifarShape = [32, 32, 3]
const plane = 32 * 32
const labelBytes = (layout: CifarLayout) => (layout === 'cifar-10' ? 1 : 2)
const recordBytes = (layout: CifarLayout) => labelBytes(layout) + 3 * plane
const mostClasses = { 'cifar-10': 10, 'cifar-100-fine': 100, 'cifar-100-coarse': 20 }

/** How many records a file has. @throws Unusable `cifar-size` */
export async function countCifar(path: string, layout: CifarLayout): Promise<number> {
  const { size } = await stat(path)
  const record = recordBytes(layout)
  if (!size || size % record) throw new Unusable('cifar-size', { bytes: size, record })
  return size / record
}

/** The pictures of a file as [records, 32, 32, 3]. @throws Unusable `cifar-size` */
export async function readCifarPixels(path: string, layout: CifarLayout): Promise<Buffer> {
  const count = await countCifar(path, layout)
  const bytes = await readFile(path)
  const [record, first] = [recordBytes(layout), labelBytes(layout)]
  const pixels = Buffer.alloc(count * 3 * plane)
  for (let row = 0; row < count; row++) {
    const from = row * record + first
    const to = row * 3 * plane
    for (let at = 0; at < plane; at++) {
      pixels[to + 3 * at] = bytes[from + at] as number
      pixels[to + 3 * at + 1] = bytes[from + plane + at] as number
      pixels[to + 3 * at + 2] = bytes[from + 2 * plane + at] as number
    }
  }
  return pixels
}

/** The class number of each record. @throws Unusable `cifar-size`, `cifar-label` */
export async function readCifarLabels(path: string, layout: CifarLayout): Promise<Uint8Array> {
  const count = await countCifar(path, layout)
  const bytes = await readFile(path)
  const [record, place] = [recordBytes(layout), layout === 'cifar-100-fine' ? 1 : 0]
  const labels = Uint8Array.from({ length: count }, (_, row) => bytes[row * record + place] as number)
  const wrong = labels.findIndex((label) => label >= mostClasses[layout])
  if (wrong >= 0) throw new Unusable('cifar-label', { row: wrong, label: labels[wrong] as number })
  return labels
}

const nameFiles = {
  'cifar-10': 'batches.meta.txt',
  'cifar-100-fine': 'fine_label_names.txt',
  'cifar-100-coarse': 'coarse_label_names.txt',
}

/** Names of the classes: those in the file beside, else their numbers. */
export async function cifarClasses(path: string, layout: CifarLayout): Promise<string[]> {
  const count = mostClasses[layout]
  const text = await readFile(join(dirname(path), nameFiles[layout]), 'utf8').catch(() => '')
  const names = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  return names.length === count ? names : Array.from({ length: count }, (_, at) => String(at))
}
