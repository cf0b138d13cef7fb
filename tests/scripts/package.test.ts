import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// What is packaged is started and trained with by `npm run package -- --try`, which takes a minute and a gigabyte.
const packageModule = '../../scripts/package.mjs'
const { configurationForOld, runtimePackages } = await import(packageModule)
const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

test('all packages that service and engine name go along, those for developing only stay behind', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  const packed = runtimePackages()
  for (const name of Object.keys(dependencies)) expect(packed).toContain(`node_modules/${name}`)
  for (const name of ['electron', 'electron-builder', 'playwright', 'typescript', 'react']) {
    expect(devDependencies).toHaveProperty(name)
    expect(packed).not.toContain(`node_modules/${name}`)
  }
})

test('an old Electron is packaged with the window that was built for it and without fuses', () => {
  const written = configurationForOld(read('electron-builder.yml'), '9.4.1')
  expect(written).toContain('electronVersion: 9.4.1\n')
  expect(written).toContain('  - from: out/legacy\n    to: out\n')
  expect(written).not.toMatch(/out\/main|electronFuses|runAsNode/)
  expect(written).toMatch(/\nlinux:\n {2}target: dir/)
})
