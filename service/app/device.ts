import type { DeviceReport } from '../../contract/app.ts'
import type { Core } from './core.ts'

/** Remembers what an engine says of the device, and tells when it is news. */
export function deviceSeen(core: Pick<Core, 'device' | 'announce'>, device: DeviceReport): void {
  if (JSON.stringify(core.device) === JSON.stringify(device)) return
  core.device = device
  core.announce.tables('app')
}
