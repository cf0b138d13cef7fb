import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Handlers } from '../contract/wire.ts'
import { createAnnouncer, type Listener } from './announce.ts'
import type { Core } from './app/core.ts'
import { deviceSeen } from './app/device.ts'
import { openDatabase } from './database/open.ts'
import { clearScraps } from './datasets/clear-scraps.ts'
import { stopGallery } from './datasets/gallery/ask-gallery.ts'
import { createHandlers } from './handlers.ts'
import { makeHome } from './home.ts'
import { createEngines } from './jobs/engines.ts'
import { createTasks } from './jobs/tasks.ts'
import { createTrainingQueue } from './jobs/training-queue.ts'
import { lockHome } from './lock.ts'
import { markInterrupted } from './runs/interrupted.ts'
import { socketPath } from './socket.ts'

export interface Service {
  handlers: Handlers
  onEvent(listener: Listener): () => void
  /** Stops and keeps what trains, writes everything, gives the home folder back. */
  stop(): Promise<void>
}

export interface ServiceOptions {
  home: string
  /** Who this is, for the message another one gets: `window`, `browser mode`, `command line`. */
  holder: string
  /** Where engine/ lies. */
  projectRoot?: string
  /** Keep a warm engine. Its report is also what tells the device. */
  spare?: boolean
  /** Milliseconds that a training engine has to stop and save when the service stops. */
  patience?: number
}

/**
 * Starts the service in this process.
 * @throws Fault `home-held`, `home-unwritable`, `database-newer`
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const projectRoot = options.projectRoot ?? fileURLToPath(new URL('..', import.meta.url))
  const home = resolve(options.home)
  makeHome(home)
  const unlock = lockHome(home, { holder: options.holder, socket: socketPath(home) })
  let core: Core
  try {
    core = open(home, projectRoot, options.spare ?? true)
  } catch (thrown) {
    unlock()
    throw thrown
  }
  let stopping: Promise<void> | null = null
  const stop = async () => {
    await Promise.all([core.tasks.stop(), core.queue.shutdown(options.patience ?? 30_000)])
    await core.engines.stop()
    await stopGallery()
    core.announce.flush()
    core.db.close()
    unlock()
  }
  return {
    handlers: createHandlers(core),
    onEvent: core.announce.onEvent,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

function open(home: string, projectRoot: string, spare: boolean): Core {
  const announce = createAnnouncer()
  const { db, recovery } = openDatabase(home)
  clearScraps(db, home)
  const interrupted = markInterrupted({ db, home, announce })
  const core = {
    db,
    home,
    announce,
    version: latheVersion(projectRoot),
    tasks: createTasks(announce),
    device: null,
    recovery: recovery
      ? { ...recovery, interrupted }
      : interrupted.length
        ? { keptAside: null, reason: '', runsRecovered: 0, interrupted }
        : null,
  } as Partial<Core> as Core
  core.engines = createEngines(projectRoot, spare, ({ device }) => deviceSeen(core, device))
  core.queue = createTrainingQueue(core)
  return core
}

function latheVersion(projectRoot: string): string {
  try {
    return String(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).version)
  } catch {
    return 'unknown'
  }
}
