import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { Run } from '../../contract/training/run.ts'
import type { Handlers } from '../../contract/wire.ts'
import { type Service, startService } from '../../service/start-service.ts'

export interface RealService {
  readonly home: string
  readonly handlers: Handlers
  /** Waits until a run says that it ended. */
  ended(id: string): Promise<Run>
}

/**
 * The real service in a home folder of its own: one for all tests of a file, or a new one for each.
 * `spare`: it keeps a warm engine, as it does for the window.
 */
export function realService(span: 'file' | 'test', spare = false): RealService {
  let home = ''
  let service: Service
  const [before, after] = span === 'file' ? [beforeAll, afterAll] : [beforeEach, afterEach]
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'lathe-test-'))
    service = await startService({ home, holder: 'test', spare })
  })
  after(async () => {
    await service.stop()
    rmSync(home, { recursive: true, force: true })
  })
  return {
    get home() {
      return home
    },
    get handlers() {
      return service.handlers
    },
    ended: (id) =>
      new Promise((resolve, reject) => {
        const look = async () => {
          const run = await service.handlers['run.get']({ id })
          if (!run.endedAt) return
          off()
          resolve(run)
        }
        const off = service.onEvent((name) => void (name === 'tables.changed' && look().catch(reject)))
        look().catch(reject)
      }),
  }
}
