import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../contract/failure.ts'

/** Puts a failure into the window's language; what has no translation keeps the service's English. */
export function useFailureText(): (failure: Failure) => { message: string; hint: string } {
  const { t, i18n } = useTranslation('failures')
  return useCallback(
    (failure) => {
      // A code may hold dots, which would otherwise mean a path; here `|` does.
      const part = (name: 'message' | 'hint', fallback: string): string => {
        const key = `${failure.code}|${name}`
        const options = { ...failure.values, keySeparator: '|', nsSeparator: false as const }
        return i18n.exists(key, { ...options, ns: 'failures' }) ? String(t(key, options)) : fallback
      }
      return { message: part('message', failure.message), hint: part('hint', failure.hint ?? '') }
    },
    [t, i18n],
  )
}
