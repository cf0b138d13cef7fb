import type { Manifest } from './manifest.ts'

/** A manifest with every path in it replaced. */
export function withPaths(manifest: Manifest, place: (path: string) => string): Manifest {
  return {
    ...manifest,
    files: manifest.files.map((file) => ({ ...file, path: place(file.path) })),
    idx: manifest.idx.map((one) => ({
      ...one,
      images: place(one.images),
      labels: one.labels === null ? null : place(one.labels),
      more: one.more.map(place),
    })),
    tables: manifest.tables.map((table) => ({ ...table, path: place(table.path) })),
  }
}
