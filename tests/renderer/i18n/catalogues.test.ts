import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { skippedTexts, warningTexts } from '../../../contract/data/data-notes.ts'
import { changeTexts } from '../../../contract/data/versions.ts'
import { failureTexts } from '../../../contract/failure.ts'

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
    // Chinese has one plural form only.
    const keys = (language: string) =>
      Object.keys(read(language, file)).filter((key) => !key.endsWith('_one'))
    expect(keys('zh').sort()).toEqual(keys('en').sort())
  })

  test('has no empty text', () => {
    const texts = [...Object.values(read('en', file)), ...Object.values(read('zh', file))]
    expect(texts.filter((text) => text.trim() === '')).toEqual([])
  })
})

test.each([
  ['skipped', skippedTexts],
  ['warnings', warningTexts],
  ['changes', changeTexts],
])('every note on data in %s has a Chinese text with the same values in it', (name, english) => {
  const chinese: Record<string, string> = JSON.parse(
    readFileSync(new URL(`${name}.json`, folder('zh')), 'utf8'),
  )
  const places = (text = '') => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()
  expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
  for (const [code, text] of Object.entries(english))
    expect({ code, places: places(chinese[code]) }).toEqual({ code, places: places(text) })
})

test('every failure has a Chinese message with the same values in it', () => {
  const chinese = JSON.parse(readFileSync(new URL('failures.json', folder('zh')), 'utf8'))
  const places = (text = '') => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()
  for (const [code, { message }] of Object.entries(failureTexts)) {
    expect({ code, places: places(chinese[code]?.message) }).toEqual({ code, places: places(message) })
    expect(chinese[code]?.message, code).toBeTruthy()
  }
})
