import { versionChange } from '../../../../contract/data/versions.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { openDatabase } from '../../../../service/database/open.ts'
import { saveVersion } from '../../../../service/datasets/versions/save-version.ts'

/** Makes one version after the other until it is killed, and says each that was made. */
const [home = '', id = ''] = process.argv.slice(2)
const core = { db: openDatabase(home).db, home, announce: createAnnouncer() }
for (;;) {
  const { version } = await saveVersion(core, id, (present) => ({
    dataset: { ...present, warnings: [] },
    change: versionChange('augmentation'),
  }))
  process.stdout.write(`${version}\n`)
}
