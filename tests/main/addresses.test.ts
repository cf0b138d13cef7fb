import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentPolicy, fileOf, isOwnPage, page } from '../../main/addresses.ts'

test('the own page is known by every part of its address but the route', () => {
  expect(isOwnPage(page, page)).toBe(true)
  expect(isOwnPage(`${page}#/runs/7`, page)).toBe(true)
  for (const other of [
    undefined,
    '',
    'about:blank',
    'no address',
    `${page}?other`,
    'lathe://workbench/other.html',
    'lathe://elsewhere/index.html',
    'https://workbench/index.html',
    'file:///index.html',
  ])
    expect(isOwnPage(other, page), String(other)).toBe(false)
})

test('an address of the page means a file of its folder and never one outside of it', () => {
  const folder = join('/', 'app', 'renderer')
  expect(fileOf(`${page}#/data`, folder)).toBe(join(folder, 'index.html'))
  expect(fileOf('lathe://workbench/assets/a%20b.js', folder)).toBe(join(folder, 'assets', 'a b.js'))
  for (const outside of [
    'lathe://workbench/..%2f..%2fetc%2fpasswd',
    'lathe://workbench/%2e%2e%2frenderer-other/x.js',
    'lathe://elsewhere/index.html',
    'lathe://workbench/%E0%A4%A',
    'no address',
  ])
    expect(fileOf(outside, folder), outside).toBeUndefined()
})

test('the content policy lets the page run, load and reach nothing but its own files', () => {
  const rules = new Map(contentPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule]))
  expect(rules.get('default-src')).toBe("default-src 'self'")
  expect(rules.get('connect-src')).toBe("connect-src 'self'")
  expect(rules.has('script-src')).toBe(false)
  expect(contentPolicy).not.toMatch(/unsafe-eval|https?:|\*/)
})
