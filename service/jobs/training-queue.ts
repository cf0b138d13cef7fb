import { describe } from '../../contract/failure.ts'
import type { Core, TrainingQueue } from '../app/core.ts'
import { changeRun } from '../runs/change.ts'
import { type TrainJob, trainRun } from './train-run.ts'

/** The queue of a service, with nothing in it. */
export function createTrainingQueue(core: Core): TrainingQueue {
  const waiting: string[] = []
  let current: TrainJob | null = null
  let working: Promise<void> = Promise.resolve()
  let closed = false

  const next = () => {
    const run = closed || current ? undefined : waiting.shift()
    if (run === undefined) return
    const job: TrainJob = { run, stopping: null, abort: new AbortController(), engine: null, progress: null }
    current = job
    working = trainRun(core, job).finally(() => {
      current = null
      core.engines.refill()
      next()
    })
  }
  const stopCurrent = (job: TrainJob, wanted: 'keep' | 'pause' | 'kill') => {
    // With nothing learnt yet, there is nothing to keep.
    const gently = wanted !== 'kill' && job.engine && job.stopping !== 'kill'
    job.stopping = gently || wanted === 'pause' ? wanted : 'kill'
    job.abort.abort()
    if (gently) job.engine?.order({ kind: 'stop', pause: wanted === 'pause' })
    else job.engine?.kill()
  }
  const takeOut = (run: string, status: 'stopped' | 'paused') => {
    const place = waiting.indexOf(run)
    if (place < 0) return false
    waiting.splice(place, 1)
    changeRun(core, run, { status, endedAt: Date.now() })
    return true
  }
  return {
    add(run) {
      waiting.push(run)
      next()
    },
    has: (run) => current?.run === run || waiting.includes(run),
    progress: (run) => (current?.run === run ? current.progress : null),
    stop(run, keep) {
      if (!takeOut(run, 'stopped') && current?.run === run) stopCurrent(current, keep ? 'keep' : 'kill')
    },
    pause(run) {
      if (!takeOut(run, 'paused') && current?.run === run) stopCurrent(current, 'pause')
    },
    async shutdown(patience) {
      closed = true
      for (const run of waiting.splice(0)) {
        const failure = describe('run.service-stopped')
        changeRun(core, run, { status: 'interrupted', endedAt: Date.now(), failure })
      }
      const job = current as TrainJob | null
      if (!job) return
      stopCurrent(job, 'keep')
      const timer = setTimeout(() => job.engine?.kill(), patience)
      await working
      clearTimeout(timer)
    },
  }
}
