import { toFailure } from '../contract/failure.ts'
import { type Port, serve } from '../contract/wire.ts'
import { homeFolder } from './home.ts'
import { listenOnSocket } from './socket.ts'
import { startService } from './start-service.ts'

/**
 * The service under a window: the wire over the process's IPC pipe, and beside it plain messages about its life:
 * out {service: 'ready' | 'failed' | 'beat'}, in {service: 'stop'}.
 */
const send = (message: unknown): void => {
  if (process.connected) process.send?.(message as object, () => {})
}
const isOwn = (message: unknown): message is { service: string } =>
  typeof message === 'object' && message !== null && 'service' in message

const port: Port = {
  send,
  onMessage: (listener) =>
    void process.on('message', (message) => {
      if (!isOwn(message)) listener(message)
    }),
  onClose: (listener) => void process.once('disconnect', listener),
}

const asked = process.argv.indexOf('--home')
const home = homeFolder(asked > 0 ? process.argv[asked + 1] : undefined)

try {
  const service = await startService({ home, holder: 'window' })
  const socket = await listenOnSocket(home, service)
  const end = async () => {
    await socket.close()
    await service.stop()
    process.exit(0)
  }
  service.onEvent(serve(port, service.handlers))
  process.on('message', (message) => {
    if (isOwn(message) && message.service === 'stop') void end()
  })
  process.once('disconnect', () => void end())
  process.once('SIGTERM', () => void end())
  // A terminal's Ctrl+C goes to the whole group; the parent decides.
  process.on('SIGINT', () => {})
  if (!process.connected) void end()
  setInterval(() => send({ service: 'beat' }), 1000).unref()
  send({ service: 'ready' })
} catch (thrown) {
  const failure = toFailure(thrown)
  process.send?.({ service: 'failed', failure }, () => process.exit(1))
  if (!process.connected) process.exit(1)
}
