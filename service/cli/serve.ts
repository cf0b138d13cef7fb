import { spawn } from 'node:child_process'
import { serveWeb } from '../web/serve-web.ts'
import type { Session } from './open-session.ts'
import type { Output } from './output.ts'

/** Serves the workbench to the browser of this machine until Ctrl-C. */
export async function serve(
  session: Session,
  output: Output,
  projectRoot: string,
  options: { port: number | undefined; open: boolean },
) {
  const { service } = session
  const { home } = await session.ask('app.state', {})
  if (!service)
    throw new Error(
      `Another Lathe has ${home} open already. Close it first, or choose another folder with --home.`,
    )
  const web = await serveWeb({
    service,
    home,
    projectRoot,
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  // Before the address is told: whoever reads it may press Ctrl-C at once.
  const stopped = new Promise<void>((stop) => process.once('SIGINT', stop).once('SIGTERM', stop))
  output.line({ event: 'serving', address: web.address })
  output.text(`Lathe is at ${web.address}\nPress Ctrl-C to end it.`)
  if (options.open) openBrowser(web.address)
  await stopped
  output.text('Stopping.')
  await web.close()
}

/** The system's own way to open an address; when there is none, the address has been printed. */
function openBrowser(address: string) {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', address]]
        : ['xdg-open', [address]]
  const child = spawn(program as string, args as string[], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
