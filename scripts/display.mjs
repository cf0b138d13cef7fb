import { spawn } from 'node:child_process'

/** A virtual display of one's own, on Linux; Xvfb picks a free number and tells it on a pipe. */
export function startDisplay() {
  if (process.platform !== 'linux') return undefined
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    server.on('error', reject)
    server.on('exit', () => reject(new Error('Xvfb ended before it had a display')))
    let number = ''
    server.stdio[3].on('data', (text) => {
      number += text
      // The line end is written by itself; a pipe that is closed before it ends the server.
      if (!number.endsWith('\n')) return
      server.stdio[3].destroy()
      resolve({ name: `:${number.trim()}`, stop: () => server.kill() })
    })
  })
}
