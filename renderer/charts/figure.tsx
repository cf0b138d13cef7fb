import { full, short } from './number-format.ts'

/** A number to three significant digits; every digit on hover. */
export function Figure({ value }: { value: number | null | undefined }) {
  return (
    <span title={full(value)} style={{ fontVariantNumeric: 'tabular-nums' }}>
      {short(value)}
    </span>
  )
}
