import { InvalidArgumentError } from 'commander'
import type { Session } from '../open-session.ts'
import type { Output } from '../output.ts'

/** `lathe data cache`: what data prepared for models takes on disk; removes it, or says how much it may take. */
export async function cacheCommand(
  session: Session,
  output: Output,
  clear: boolean,
  limit: number | null | undefined,
) {
  if (limit !== undefined) await session.ask('preferences.set', { packedGigabytes: limit })
  const cache = await session.ask(clear ? 'dataset.clearCache' : 'dataset.cache', {})
  output.line({ event: 'result', ...cache })
  const size = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`
  output.text(
    `${size(cache.bytes)} of prepared data, at most ${size(cache.limit)}; ${cache.inUse} of ${cache.entries} in use`,
  )
}

/** A number of gigabytes, or null for `auto`. */
export function gigabytes(text: string): number | null {
  if (text === 'auto') return null
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('A number of gigabytes above 0, or auto.')
  return value
}
