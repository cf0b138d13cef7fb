import { statfsSync } from 'node:fs'
import type { DeviceReport } from '../../contract/app.ts'
import type { Session } from './open-session.ts'
import type { Output } from './output.ts'
import { table } from './output.ts'

/** Says which device does the work and why not a better one, and where things are kept. */
export async function doctor(session: Session, output: Output) {
  const device = await deviceOf(session)
  const state = await session.ask('app.state', {})
  const disk = statfsSync(state.home)
  const free = disk.bavail * disk.bsize
  output.line({
    event: 'result',
    device,
    version: state.version,
    node: process.versions.node,
    home: state.home,
    freeBytes: free,
    recovery: state.recovery,
  })
  const rows = [
    ['device', `${device.kind}: ${device.name}, ${device.cores} cores`],
    ['bfloat16', device.whyNoBfloat16?.message ?? 'yes'],
    ...(device.whyNotBetter
      ? [['why not better', `${device.whyNotBetter.message} ${device.whyNotBetter.hint ?? ''}`]]
      : []),
    ['TensorFlow', device.tensorflow],
    ['Lathe', state.version],
    ['Node', process.versions.node],
    ['home', `${state.home} (${(free / 1e9).toFixed(1)} GB free)`],
    ...(state.recovery ? [['at the start', state.recovery.reason]] : []),
  ]
  output.text(table(rows))
}

/** The first engine tells; until then there is nothing to say. */
function deviceOf(session: Session): Promise<DeviceReport> {
  return new Promise((done, broken) => {
    const look = async () => {
      const { device } = await session.ask('app.state', {})
      if (device) done(device)
    }
    const tooLong = () =>
      broken(
        new Error(
          'No engine has answered within 30 seconds: TensorFlow could not be loaded. Run `npm run setup` again.',
        ),
      )
    setTimeout(tooLong, 30_000).unref()
    session.on('tables.changed', () => void look().catch(broken))
    look().catch(broken)
  })
}
