import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { chooseLanguage, startTranslations } from './i18n/i18n.ts'
import { connection } from './service.ts'
import './theme/theme.css'

declare const LEGACY: boolean | undefined

async function start(): Promise<void> {
  if (typeof LEGACY !== 'undefined' && LEGACY) await import('./legacy-polyfills.ts')
  // Before the router looks at the address: the token is taken out of it.
  connection()
  startTranslations(chooseLanguage('system'))
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<App />)
}

void start()
