import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the example of the README runs as it stands, and finds the slope of its points', () => {
  const home = new URL('../../../engine/compile/', import.meta.url)
  const [, code = ''] = /```ts\n(.*?)```/s.exec(readFileSync(new URL('README.md', home), 'utf8')) ?? []
  const folder = mkdtempSync(join(tmpdir(), 'lathe-readme-'))
  try {
    const file = join(folder, 'example.ts')
    writeFileSync(
      file,
      code.replaceAll(/from '(\..+?)'/g, (_, path: string) => `from '${new URL(path, home)}'`),
    )
    const said = execFileSync(process.execPath, [file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(Number(said.trim().split('\n').at(-1))).toBeCloseTo(2, 5)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
