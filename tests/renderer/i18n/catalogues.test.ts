import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const folder = (language: string) => new URL(`../../../renderer/i18n/${language}/`, import.meta.url)
const read = (language: string, file: string) =>
  flat(JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8')))

function flat(texts: object, above = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(texts).map(([key, value]) =>
      typeof value === 'string' ? { [above + key]: value } : flat(value, `${above}${key}.`),
    ),
  )
}

describe.each(readdirSync(folder('en')))('the catalogue %s', (file) => {
  test('has the same keys in both languages', () => {
    expect(Object.keys(read('zh', file)).sort()).toEqual(Object.keys(read('en', file)).sort())
  })

  test('has no empty text', () => {
    const texts = [...Object.values(read('en', file)), ...Object.values(read('zh', file))]
    expect(texts.filter((text) => text.trim() === '')).toEqual([])
  })
})
