import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { wordsOf } from '../../../main/words.ts'
import { literalTexts } from './literals.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The same in every language: names, and metrics by their Keras names. */
const same = new Set<string>(['val_accuracy', 'val_loss', 'Lathe', 'TensorFlow', 'Node'])

test('the scan sees words between tags, in what is read aloud, and through a choice', () => {
  const found = literalTexts(`
    const a = <b title="Close" className="wide">Save {t('x')} {open ? 'Hide' : t('show')}</b>
    const b = { label: 'Name', value: 'plain' }
    const c = <p aria-label={\`Stop \${name}\`}>– · {count}</p>
  `)
  expect(found.sort()).toEqual(['2: Close', '2: Hide', '2: Save', '3: Name', '4: Stop …'])
})

test('every text that the screens show comes from a catalogue', () => {
  const files = globSync('renderer/**/*.{ts,tsx}', { cwd: root })
  expect(files.length).toBeGreaterThan(50)
  const found = files.flatMap((file) =>
    literalTexts(readFileSync(`${root}/${file}`, 'utf8'), file)
      .filter((text) => !same.has(text.replace(/^\d+: /, '')))
      .map((text) => `${file}:${text}`),
  )
  expect(found).toEqual([])
})

test('every word of menu and dialogs is there in both languages, and is another one in Chinese', () => {
  const [english, chinese] = [wordsOf('en'), wordsOf('zh')]
  const untranslated = Object.entries(english).filter(
    ([key, word]) => word !== 'Lathe' && chinese[key as keyof typeof chinese] === word,
  )
  expect(untranslated).toEqual([])
})

test('the main process shows no text of its own beside its words', () => {
  const files = globSync('main/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('words.ts'))
  expect(files.length).toBeGreaterThan(5)
  const found = files.flatMap((file) => literalTexts(readFileSync(`${root}/${file}`, 'utf8'), file))
  expect(found.filter((text) => !same.has(text.replace(/^\d+: /, '')))).toEqual([])
})

test('every key that a screen asks for is in its catalogue', () => {
  const catalogue = (name: string): unknown =>
    JSON.parse(readFileSync(`${root}/renderer/i18n/en/${name}.json`, 'utf8'))
  const has = (name: string, key: string) => {
    const found = (path: string) =>
      path
        .split('.')
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], catalogue(name))
    return typeof (found(key) ?? found(`${key}_other`)) === 'string'
  }
  let asked = 0
  const missing = globSync('renderer/**/*.tsx', { cwd: root }).flatMap((file) => {
    const source = readFileSync(`${root}/${file}`, 'utf8')
    const namespaces = new Set(
      [...source.matchAll(/(?:useTranslation\(\[?|TFunction<)'(\w+)'/g)].map(([, name]) => name as string),
    )
    return [...source.matchAll(/\bt\(\s*'([\w.-]+)'/g)].flatMap(([, key]) => {
      asked += 1
      return [...namespaces].some((name) => has(name, key as string)) ? [] : [`${file}: ${key}`]
    })
  })
  expect(asked).toBeGreaterThan(100)
  expect(missing).toEqual([])
})
