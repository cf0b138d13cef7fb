import { open } from 'node:fs/promises'
import readXlsxFile, { type CellValue } from 'read-excel-file/node'
import { openPromise } from 'yauzl'
import { Unusable } from '../../import/unusable.ts'

/** A workbook, by its name. */
export const isExcel = (path: string) => /\.xlsx$/i.test(path)

/** A workbook is read whole; one that unpacks to more than this is to be saved as CSV. */
const mostUnpacked = 256 * 2 ** 20

export interface Sheet {
  name: string
  /** Cells as text; a date as ISO 8601 has it, a formula by the value that Excel kept of it. */
  rows: string[][]
}

/** The sheets of an Excel workbook (ECMA-376). Formulas are not computed and nothing is fetched. @throws Unusable */
export async function readWorkbook(path: string): Promise<Sheet[]> {
  await refuseOthers(path)
  await refuseBombs(path)
  const sheets = await readXlsxFile(path, { trim: true }).catch((thrown: Error) => {
    throw new Unusable('excel-broken', { detail: thrown.message.split('\n')[0] ?? '' })
  })
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(textOf)) }))
}

/** A workbook locked with a password, and one of Excel 97, are OLE files by whatever name. */
async function refuseOthers(path: string): Promise<void> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    if (buffer.readUInt32BE(0) === 0xd0cf11e0) throw new Unusable('excel-old')
  } finally {
    await file.close()
  }
}

async function refuseBombs(path: string): Promise<void> {
  const zip = await openPromise(path, { autoClose: false }).catch((thrown: Error) => {
    throw new Unusable('excel-broken', { detail: thrown.message })
  })
  try {
    let bytes = 0
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize
      if (bytes > mostUnpacked) throw new Unusable('excel-large')
    }
  } catch (thrown) {
    if (thrown instanceof Unusable) throw thrown
    throw new Unusable('excel-broken', { detail: (thrown as Error).message })
  } finally {
    zip.close()
  }
}

function textOf(value: CellValue | Date | null): string {
  if (value === null || value === undefined) return ''
  if (!(value instanceof Date)) return String(value)
  if (Number.isNaN(value.getTime())) return ''
  const [day = '', time = ''] = value.toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`
}
