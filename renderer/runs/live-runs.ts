import { create } from 'zustand'
import type { Events } from '../../contract/calls.ts'
import type { EpochPoint, RunProgress, StepPoint } from '../../contract/training/run.ts'

export interface LiveRun {
  steps: StepPoint[]
  epochs: EpochPoint[]
  progress: RunProgress | null
}

const nothing: LiveRun = { steps: [], epochs: [], progress: null }

/** More steps than this are joined in pairs, so that a run of any length stays light. */
export const mostSteps = 8000

/** Points already there and points that came: one a step, sorted; the newer wins. */
export function addSteps(before: readonly StepPoint[], added: readonly StepPoint[]): StepPoint[] {
  return joinPairs(merged(before, added, (point) => point.step))
}

/** The same for epochs. */
function addEpochs(before: readonly EpochPoint[], added: readonly EpochPoint[]): EpochPoint[] {
  return merged(before, added, (point) => point.epoch)
}

function merged<T>(before: readonly T[], added: readonly T[], at: (point: T) => number): T[] {
  if (added.length === 0) return before as T[]
  const last = before[before.length - 1]
  const inOrder = added.every((point, index) => index === 0 || at(added[index - 1] as T) < at(point))
  if (inOrder && (last === undefined || at(added[0] as T) > at(last))) return [...before, ...added]
  const points = new Map<number, T>()
  for (const point of before) points.set(at(point), point)
  for (const point of added) points.set(at(point), point)
  return [...points.values()].sort((a, b) => at(a) - at(b))
}

function joinPairs(steps: StepPoint[]): StepPoint[] {
  if (steps.length <= mostSteps) return steps
  const joined: StepPoint[] = []
  for (let index = 0; index < steps.length; index += 2) {
    const one = steps[index] as StepPoint
    const two = steps[index + 1]
    joined.push(two && two.epoch === one.epoch ? { ...two, metrics: mean(one, two) } : one)
    if (two && two.epoch !== one.epoch) joined.push(two)
  }
  return joined
}

function mean(one: StepPoint, two: StepPoint): StepPoint['metrics'] {
  return Object.fromEntries(
    Object.entries(two.metrics).map(([name, value]) => [name, (value + (one.metrics[name] ?? value)) / 2]),
  )
}

/** The curves of every run that has been looked at: filled from the history, kept up by `run.points`. */
export const useLiveRuns = create<Record<string, LiveRun>>()(() => ({}))

/** Puts what the service announced into the store. */
export function takePoints(batch: Events['run.points']): void {
  useLiveRuns.setState((all) => {
    const next = { ...all }
    for (const { run, steps, epochs, progress, takenUpAt } of batch) {
      const known = next[run] ?? nothing
      const before = takenUpAt ? cutAt(known, takenUpAt) : known
      next[run] = {
        steps: addSteps(before.steps, steps),
        epochs: addEpochs(before.epochs, epochs),
        progress: progress ?? before.progress,
      }
    }
    return next
  })
}

/** A run that goes on from a checkpoint: what was drawn after it is void. */
const cutAt = (run: LiveRun, at: { step: number; epoch: number }): LiveRun => ({
  steps: run.steps.filter((point) => point.step <= at.step),
  epochs: run.epochs.filter((point) => point.epoch < at.epoch),
  progress: null,
})

/** Puts a run's history into the store; points that came live meanwhile stay. */
export function takeHistory(run: string, history: { steps: StepPoint[]; epochs: EpochPoint[] }): void {
  useLiveRuns.setState((all) => {
    const before = all[run] ?? nothing
    return {
      [run]: {
        steps: addSteps(history.steps, before.steps),
        epochs: addEpochs(history.epochs, before.epochs),
        progress: before.progress,
      },
    }
  })
}

/** The curves of one run; empty before the first point. */
export function useLiveRun(run: string): LiveRun {
  return useLiveRuns((all) => all[run] ?? nothing)
}
