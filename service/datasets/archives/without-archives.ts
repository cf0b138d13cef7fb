import type { Progress } from '../context.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { isArchive } from './unpack-archives.ts'

/** The paths with each archive among them unpacked: the folder it was unpacked to stands in its place. @throws Fault `cancelled` */
export function withoutArchives(
  home: string,
  paths: string[],
  progress?: Progress,
  signal?: AbortSignal,
): Promise<string[]> {
  if (!paths.some(isArchive)) return Promise.resolve(paths)
  return runInWorker('unpack', { home, paths }, progress, signal)
}
