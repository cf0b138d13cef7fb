import type { Task } from '../../contract/task.ts'
import type { Handlers } from '../../contract/wire.ts'
import { withoutArchives } from '../datasets/archives/without-archives.ts'
import { previewAugmentation } from '../datasets/augmentation/preview-augmentation.ts'
import { saveAugmentation } from '../datasets/augmentation/save-augmentation.ts'
import { clearUploads } from '../datasets/clear-scraps.ts'
import { deleteDataset } from '../datasets/delete-dataset.ts'
import { readSamples, readThumbnails } from '../datasets/gallery/read-samples.ts'
import { gatherDataset } from '../datasets/gathered/gather-dataset.ts'
import { importDataset } from '../datasets/import/import-dataset.ts'
import { importSample } from '../datasets/import/import-sample.ts'
import { planImport } from '../datasets/import/plan-import.ts'
import { clearPacked, packedCache } from '../datasets/packed/packed-cache.ts'
import { packedLimit } from '../datasets/packed/packed-limit.ts'
import { previewPreparation, savePreparation } from '../datasets/preparation/save-preparation.ts'
import { makeProfile, storedProfile } from '../datasets/profile/profile-of.ts'
import { excludeItems, resolveFinding } from '../datasets/profile/resolve-finding.ts'
import { getDataset, listDatasets, renameDataset } from '../datasets/rows.ts'
import { previewSeries, readSeries } from '../datasets/series/read-series.ts'
import {
  checkDataset,
  leaveOutChanged,
  repointDataset,
  rescanDataset,
} from '../datasets/versions/change-files.ts'
import { versionsOf } from '../datasets/versions/read-version.ts'
import { restoreVersion } from '../datasets/versions/restore-version.ts'
import type { Progress } from '../jobs/tasks.ts'
import type { Core } from './core.ts'

type DatasetCall = Extract<keyof Handlers, `dataset.${string}`>

const titleOf = (paths: string[]) => paths[0]?.split(/[\\/]/).filter(Boolean).at(-1) ?? ''

/** What the calls on data sets do. */
export function datasetHandlers(core: Core): Pick<Handlers, DatasetCall> {
  /** Something long over a data set that is there, under its name. */
  const overData = <T>(
    id: string,
    task: string,
    kind: Task['kind'],
    work: (progress: Progress, signal: AbortSignal) => Promise<T>,
  ) => core.tasks.run({ id: task, kind, title: getDataset(core.db, id).name }, work)
  return {
    'dataset.plan': ({ paths, task, options }) =>
      core.tasks.run({ id: task, kind: 'plan', title: titleOf(paths) }, async (progress, signal) =>
        planImport(await withoutArchives(core.home, paths, progress, signal), options, progress, signal),
      ),
    'dataset.import': async ({ paths, task, options, reuse }) => {
      const title = options.name ?? titleOf(paths)
      const dataset = await core.tasks.run({ id: task, kind: 'import', title }, (progress, signal) =>
        importDataset(core, paths, options, progress, signal, reuse),
      )
      core.announce.tables('datasets')
      return dataset
    },
    'dataset.importSample': async ({ sample, task }) => {
      const dataset = await core.tasks.run({ id: task, kind: 'import', title: sample }, (progress, signal) =>
        importSample(core, sample, progress, signal),
      )
      core.announce.tables('datasets')
      return dataset
    },
    'dataset.list': () => listDatasets(core.db),
    'dataset.get': ({ id }) => getDataset(core.db, id),
    'dataset.rename': ({ id, name }) => {
      renameDataset(core, id, name)
      core.announce.tables('datasets')
      return {}
    },
    'dataset.delete': ({ id }) => {
      deleteDataset(core, id)
      core.announce.tables('datasets')
      return {}
    },
    'dataset.abandon': ({ paths }) => {
      clearUploads(core.db, core.home, paths)
      return {}
    },
    'dataset.versions': ({ id }) => versionsOf(core, id),
    'dataset.restore': ({ id, version }) => restoreVersion(core, id, version),
    'dataset.check': ({ id, task }) =>
      overData(id, task, 'check', (progress, signal) => checkDataset(core, id, progress, signal)),
    'dataset.leaveOut': ({ id, task }) =>
      overData(id, task, 'check', (progress, signal) => leaveOutChanged(core, id, progress, signal)),
    'dataset.rescan': ({ id, task, save }) =>
      overData(id, task, 'check', (progress, signal) => rescanDataset(core, id, save, progress, signal)),
    'dataset.repoint': ({ id, to, task, save }) =>
      overData(id, task, 'check', (progress, signal) => repointDataset(core, id, to, save, progress, signal)),
    'dataset.gather': ({ id, to, task }) =>
      overData(id, task, 'gather', (progress, signal) => gatherDataset(core, id, to, progress, signal)),
    'dataset.profile': ({ id }) => storedProfile(core, id),
    'dataset.makeProfile': async ({ id, task }) => {
      const profile = await overData(id, task, 'profile', (progress, signal) =>
        makeProfile(core, id, progress, signal),
      )
      core.announce.tables('datasets')
      return profile
    },
    'dataset.resolve': ({ id, finding, act, task }) =>
      overData(id, task, 'profile', (progress, signal) =>
        resolveFinding(core, id, finding, act, progress, signal),
      ),
    'dataset.exclude': ({ id, items, excluded }) => excludeItems(core, id, items, excluded),
    'dataset.cache': () => packedCache(core.home, packedLimit(core)),
    'dataset.clearCache': () => {
      clearPacked(core.home)
      core.announce.tables('datasets')
      return packedCache(core.home, packedLimit(core))
    },
    'dataset.augment': ({ id, augmentation }) => saveAugmentation(core, id, augmentation),
    'dataset.previewAugmentation': (wanted) => previewAugmentation(core, wanted),
    'dataset.preview': ({ id, recipe, split }) => previewPreparation(core, id, { recipe, split }),
    'dataset.prepare': ({ id, recipe, split }) => savePreparation(core, id, { recipe, split }),
    'dataset.previewSeries': ({ id, choice, at }) => previewSeries(core, id, choice, at),
    'dataset.readSeries': ({ id, choice, task }) =>
      overData(id, task, 'check', (progress, signal) => readSeries(core, id, choice, progress, signal)),
    'dataset.samples': (query) => readSamples(core, query),
    'dataset.thumbnails': (query) => readThumbnails(core, query),
  }
}
