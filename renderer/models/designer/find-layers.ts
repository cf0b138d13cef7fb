import { catalogue } from '../../../contract/layers/catalogue.ts'

/** The layers whose name holds what is searched for, those that begin with it first. */
export function findLayers(search: string): string[] {
  const wanted = search.trim().toLowerCase()
  const kinds = Object.keys(catalogue).filter((kind) => kind.toLowerCase().includes(wanted))
  if (!wanted) return kinds
  return kinds.toSorted(
    (a, b) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)),
  )
}
