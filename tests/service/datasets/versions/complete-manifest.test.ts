import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { datasetFolder } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome } from '../open-home.ts'

test('a table that was imported by an earlier version is packed as it was read then', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'table.csv')
  writeFileSync(path, 'x,y,target\n1,2,a\n3,4,b\n"5,6,a\n7,8,b\n9,10,a\n')
  const dataset = await importDataset(ctx, [path])
  expect(dataset.skipped).toMatchObject([{ code: 'unclosed-quote', line: 4 }])
  const model = buildTemplate('tabular-classifier', datasetFacts(dataset))
  const pack = () => prepareTraining(ctx, dataset, model, TrainingSettings.parse({ validationSplit: 0 }), 1)
  // Such a data set has no versions yet: its manifest lies beside dataset.json.
  const folder = datasetFolder(ctx.home, dataset.id)
  const file = join(folder, 'manifest.json')
  renameSync(join(folder, 'versions', '1', 'manifest.json'), file)
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const { encoding, delimiter, quoted, header } = manifest.tables[0].dialect
  manifest.tables[0].dialect = { encoding, delimiter, quoted, header }
  writeFileSync(file, JSON.stringify(manifest))
  const packed = await pack()
  const inputs = new Float32Array(new Uint8Array(readFileSync(join(packed.folder, 'train-input.bin'))).buffer)
  // Rows 1, 3, 7 and 9 of x: their mean is 5, their deviation the root of 10.
  expect([0, 2, 4, 6].map((at) => inputs[at]?.toFixed(4))).toEqual(['-1.2649', '-0.6325', '0.6325', '1.2649'])
})
