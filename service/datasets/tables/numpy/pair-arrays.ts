import { isNpy, readNpyHead } from '../../idx/npy-file.ts'
import { isCalledLabels, pairKey } from '../../idx/pair-key.ts'

/** The arrays of features [rows, columns] among some, which are read as tables; empty where pictures are among them. */
export async function featureArrays(files: string[]): Promise<string[]> {
  const found: string[] = []
  for (const file of files) {
    const shape = isNpy(file)
      ? await readNpyHead(file).then(
          ({ shape }) => shape,
          () => [],
        )
      : []
    if (shape.length > 2 || !isNpy(file)) return []
    if (shape.length === 2 && !isCalledLabels(file)) found.push(file)
  }
  return found
}

/** The array of labels or values that belongs to one of features; null where there is none. */
export const labelsOf = (features: string, files: string[]): string | null =>
  files.find((file) => file !== features && isNpy(file) && pairKey(file) === pairKey(features)) ?? null
