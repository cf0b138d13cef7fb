import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { versionChange } from '../../../../contract/data/versions.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { getDataset } from '../../../../service/datasets/rows.ts'
import { readVersion, versionsOf } from '../../../../service/datasets/versions/read-version.ts'
import { saveVersion } from '../../../../service/datasets/versions/save-version.ts'
import { readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome, shared } from '../open-home.ts'

/** Makes versions in a process of its own, and kills it as soon as it says that one of `count` was made. */
async function killAfter(home: string, id: string, count: number): Promise<number> {
  const script = join(import.meta.dirname, 'save-forever.ts')
  const child = spawn(process.execPath, [script, home, id], { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = 0
  let said = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    said += 1
    if (said === count) child.kill('SIGKILL')
  }
  return last
}

test('killed in the middle of making versions, the present one is whole and none that was made is lost', async () => {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  const { id, digest } = await importDataset(core, [shared('tabular/iris.csv')])
  for (const count of [1, 4, 9]) {
    const said = await killAfter(core.home, id, count)
    const present = getDataset(core.db, id)
    expect(present.version).toBeGreaterThanOrEqual(said)
    const versions = versionsOf(core, id).map(({ version }) => version)
    expect(versions).toEqual(Array.from({ length: present.version }, (_, at) => present.version - at))
    for (const version of versions) {
      const dataset = readVersion(core, id, version)
      expect(dataset).toMatchObject({ version, digest, items: 150 })
      expect((await readManifest(core.home, dataset)).files).toHaveLength(1)
    }
    const next = await saveVersion(core, id, (dataset) => ({ dataset, change: versionChange('split') }))
    expect(next.version).toBe(present.version + 1)
  }
})
