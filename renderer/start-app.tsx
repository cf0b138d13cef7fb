import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { chooseLanguage, startTranslations } from './i18n/i18n.ts'
import { connection } from './service.ts'
import './theme/theme.css'

/** Opens the connection and draws the application. */
export function startApp(): void {
  // Before the router looks at the address: the token is taken out of it.
  connection()
  startTranslations(chooseLanguage('system'))
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<App />)
}
