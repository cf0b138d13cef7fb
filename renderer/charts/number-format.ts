/** Three significant digits: 0.0123, 1.23, 12,300, 1.23e-7. What is not a number is a dash. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 1e-4 || size >= 1e7) return value.toExponential(2).replace('e+', 'e')
  const rounded = Number(value.toPrecision(3))
  if (Math.abs(rounded) >= 1000) return grouped(rounded)
  return rounded.toPrecision(3)
}

/** A number as it stands in a file, to six significant digits: measured values are often written with sixteen. Other words are left as they are. */
export function cellText(written: string): string {
  if (written.length < 8 || !/^-?\d*\.\d+(e[-+]?\d+)?$/i.test(written)) return written
  return String(Number(Number(written).toPrecision(6)))
}

/** A number beside an axis: as few signs as tell it, never wider than the axis. */
export function axisNumber(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e5 || (size > 0 && size < 1e-3))
    return value
      .toExponential()
      .replace(/(\.\d{2})\d+/, '$1')
      .replace('e+', 'e')
  return size >= 1000 ? grouped(value) : String(Number(value.toPrecision(3)))
}

/** Every digit there is, for a hover. */
export function full(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

/** 12345 -> 12,345. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** Seconds as 8.2 s, 1:05, 2:03:09. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return '–'
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** 1536 -> 1.50 KiB. */
export function bytes(value: number): string {
  let rest = value
  let unit = 0
  while (rest >= 1024 && unit < byteUnits.length - 1) {
    rest /= 1024
    unit += 1
  }
  return `${unit === 0 ? rest : Number(rest.toPrecision(3))} ${byteUnits[unit]}`
}
