import type { Handlers } from '../contract/wire.ts'
import type { Core } from './app/core.ts'
import { datasetHandlers } from './app/dataset-handlers.ts'
import { getPreferences, setPreferences } from './app/preferences.ts'
import { readModel } from './models/read-model.ts'
import { createModel, deleteModel, getModel, listModels, saveModel } from './models/rows.ts'
import {
  crossValidate,
  getCrossValidation,
  listCrossValidations,
  resumeFolds,
  stopFolds,
} from './runs/cross-validation.ts'
import { deleteRuns } from './runs/delete-runs.ts'
import { readLog } from './runs/folder.ts'
import { forecastRun } from './runs/forecast-run.ts'
import { getHistory, getRun } from './runs/read-run.ts'
import { reconstructWithRun } from './runs/reconstruct.ts'
import { findRun, listRuns } from './runs/rows.ts'
import { planRun } from './runs/start/plan-run.ts'
import { resumeRun } from './runs/start/resume-run.ts'
import { startRun } from './runs/start/start-run.ts'
import { noteRun, pauseRun, renameRun, stopRun } from './runs/stop-run.ts'
import { evaluateRun, predictWithRun } from './runs/use-run.ts'

/** Every call of the contract, each a line into its noun's file. */
export function createHandlers(core: Core): Handlers {
  return {
    'app.state': () => ({
      version: core.version,
      home: core.home,
      device: core.device,
      recovery: core.recovery,
    }),
    'app.dismissRecovery': () => {
      core.recovery = null
      core.announce.tables('app')
      return {}
    },
    'preferences.get': () => getPreferences(core),
    'preferences.set': (change) => setPreferences(core, change),

    'task.list': () => core.tasks.list(),
    'task.cancel': ({ id }) => {
      core.tasks.cancel(id)
      return {}
    },

    'model.list': () => listModels(core),
    'model.get': ({ id }) => getModel(core, id),
    'model.create': ({ document }) => createModel(core, document),
    'model.save': ({ id, document }) => {
      saveModel(core, id, document)
      return {}
    },
    'model.delete': ({ id }) => {
      deleteModel(core, id)
      return {}
    },
    'model.read': ({ source, dataset }) => readModel(core, source, dataset),

    'run.plan': (spec) => planRun(core, spec),
    'run.start': (spec) => startRun(core, spec),
    'run.crossValidate': (spec) => crossValidate(core, spec),
    'run.crossValidations': () => listCrossValidations(core.db),
    'run.crossValidation': ({ id }) => getCrossValidation(core.db, id),
    'run.stopFolds': ({ id, keep }) => {
      stopFolds(core, id, keep)
      return {}
    },
    'run.resumeFolds': ({ id }) => resumeFolds(core, id),
    'run.list': () => listRuns(core.db),
    'run.get': ({ id }) => getRun(core, id),
    'run.history': ({ ids, maxSteps }) => getHistory(core, ids, maxSteps),
    'run.stop': ({ id, keep }) => {
      stopRun(core, id, keep)
      return {}
    },
    'run.pause': ({ id }) => {
      pauseRun(core, id)
      return {}
    },
    'run.resume': ({ id, epochs }) => resumeRun(core, id, epochs ?? null),
    'run.rename': ({ id, name }) => {
      renameRun(core, id, name)
      return {}
    },
    'run.note': ({ id, note }) => {
      noteRun(core, id, note)
      return {}
    },
    'run.delete': async ({ ids }) => {
      await deleteRuns(core, ids)
      return {}
    },
    'run.log': ({ id }) => readLog(core.home, findRun(core.db, id).id),
    'run.evaluate': (input) => evaluateRun(core, input),
    'run.forecast': (input) => forecastRun(core, input),
    'run.reconstruct': (input) => reconstructWithRun(core, input),
    'run.predict': (input) => predictWithRun(core, input),

    ...datasetHandlers(core),
  }
}
