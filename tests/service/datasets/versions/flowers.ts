import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createAnnouncer } from '../../../../service/announce.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { openHome, shared } from '../open-home.ts'

/** Four roses and four tulips in a folder of their own, imported. `files` are their paths below it. */
export async function withFlowers() {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  const top = join(core.home, 'flowers')
  const files: string[] = []
  for (const name of ['rose', 'tulip']) {
    mkdirSync(join(top, name), { recursive: true })
    const from = shared(`images/flowers/${name}`)
    for (const file of readdirSync(from).slice(0, 4)) {
      copyFileSync(join(from, file), join(top, name, file))
      files.push(`${name}/${file}`)
    }
  }
  const dataset = await importDataset(core, [top])
  return { core, top, files, dataset }
}
