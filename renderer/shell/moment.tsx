import { useTranslation } from 'react-i18next'

/** When something was, short; in full on hover. */
export function Moment({ at }: { at: number }) {
  const { i18n } = useTranslation()
  const date = new Date(at)
  const today = date.toDateString() === new Date().toDateString()
  const text = today
    ? date.toLocaleTimeString(i18n.language, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(i18n.language, { year: 'numeric', month: 'short', day: 'numeric' })
  return <span title={date.toLocaleString(i18n.language)}>{text}</span>
}
