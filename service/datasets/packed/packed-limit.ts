import { getPreferences } from '../../app/preferences.ts'
import type { DataContext } from '../context.ts'

/** Bytes that prepared data may take, as the person has said; null: as many as seem right for the disk. */
export function packedLimit({ db }: Pick<DataContext, 'db'>): number | null {
  const { packedGigabytes } = getPreferences({ db })
  return packedGigabytes === null ? null : packedGigabytes * 1e9
}
