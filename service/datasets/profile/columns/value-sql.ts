import type { Column } from '../../../../contract/data/dataset.ts'
import { sql } from '../../tables/cells.ts'
import type { Duck } from '../../tables/duck.ts'
import { cell } from '../../tables/table-sql.ts'

/** A column with what SQL makes of it. */
export interface MeasuredColumn {
  column: Column
  /** Its cell, as text. */
  text: string
  /** Whether something stands in it. */
  there: string
  /** What is summed up as numbers: the number, the time in milliseconds, the length of a text; null of categories. */
  value: string | null
}

export async function measuredColumns(duck: Duck, columns: Column[]): Promise<MeasuredColumn[]> {
  const measured: MeasuredColumn[] = []
  for (const [index, column] of columns.entries()) {
    const text = cell(index)
    const there = `NOT (${sql.missing(text)} OR ${sql.isInfinite(text)})`
    const value =
      column.type === 'number'
        ? `(${sql.number(text)})`
        : column.type === 'date'
          ? await timeSql(duck, text)
          : column.type === 'text'
            ? `(CASE WHEN ${there} THEN length(${text})::DOUBLE END)`
            : null
    measured.push({ column, text, there, value })
  }
  return measured
}

/** Milliseconds since 1970. Of three numbers with the year last, the day stands first unless one cannot be a month there. */
async function timeSql(duck: Duck, text: string): Promise<string> {
  const second = `try_cast(regexp_extract(${text}, '^\\d{1,2}[./](\\d{1,2})[./]', 1) AS INTEGER)`
  const [[month = 0] = []] = await duck.rows(
    `SELECT max(${second}) FROM (SELECT ${text} FROM data LIMIT 100000)`,
  )
  const dayFirst = Number(month) <= 12
  const forms = dayFirst ? ['%d.%m.%Y', '%d/%m/%Y', '%d.%m.%y', '%d/%m/%y'] : ['%m/%d/%Y', '%m/%d/%y']
  const list = forms.map((form) => `'${form}'`).join(', ')
  const whole = `CASE WHEN regexp_full_match(${text}, '\\d{4}-\\d{1,2}') THEN ${text} || '-01' ELSE ${text} END`
  return `(epoch_ms(coalesce(try_cast(${whole} AS TIMESTAMP), try_strptime(${text}, [${list}])))::DOUBLE)`
}
