import type { Dataset } from '../../../contract/data/dataset.ts'

interface Earlier {
  tables?: { path: string; dialect: object & { header?: boolean } }[]
}

/**
 * The manifest of a data set that was imported before `skip`, `width` and `without` were written into it, with what it
 * meant by their absence: one record of names above the rows, as many cells as columns, and the lines that were named then.
 */
export function completeManifest(written: unknown, { columns, skipped }: Dataset): unknown {
  const { tables = [], ...rest } = written as Earlier
  const complete = tables.map(({ dialect, path, ...table }) => {
    const without = skipped
      .filter(({ file, code }) => file === path && code === 'unclosed-quote')
      .flatMap(({ line }) => (line === undefined ? [] : [line]))
    const meant = { skip: dialect.header ? 1 : 0, width: columns.length, without }
    return { ...table, path, dialect: { ...meant, ...dialect } }
  })
  return { ...rest, tables: complete }
}
