import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { skippedTexts, warningTexts } from '../../contract/data/data-notes.ts'
import { changeTexts } from '../../contract/data/versions.ts'
import { failureTexts } from '../../contract/failure.ts'

export type Language = 'en' | 'zh'

const files = import.meta.glob<Record<string, unknown>>('./{en,zh}/*.json', {
  eager: true,
  import: 'default',
})

/** One namespace a file: `en/data.json` is the namespace `data`. English failures and notes on data are the contract's own. */
function readCatalogues(): Record<Language, Record<string, Record<string, unknown>>> {
  const resources: Record<Language, Record<string, Record<string, unknown>>> = { en: {}, zh: {} }
  for (const [path, texts] of Object.entries(files)) {
    const [, language, namespace] = /\.\/(en|zh)\/([\w-]+)\.json$/.exec(path) ?? []
    if (language && namespace) resources[language as Language][namespace] = texts
  }
  resources.en.failures = failureTexts
  resources.en.skipped = skippedTexts
  resources.en.warnings = warningTexts
  resources.en.changes = changeTexts
  return resources
}

/** The language to show: what the person chose, else the system's, else English. */
export function chooseLanguage(
  preference: 'system' | Language,
  system: readonly string[] = navigator.languages,
): Language {
  if (preference !== 'system') return preference
  return system[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Starts the translations; they are in the bundle, so it is done at once. */
export function startTranslations(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en'
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: readCatalogues(),
    defaultNS: 'shell',
    // Codes of failures have dots in them, so failures are looked up without separators (see failure-notice.tsx).
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}

/** Changes the language of everything that is shown. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en'
  void i18next.changeLanguage(language)
}
