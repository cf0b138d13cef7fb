import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join, sep } from 'node:path'
import type { ServiceCommand } from './service-life.ts'

/** The folder with `service/` in it, found upwards from the built main; outside the archive, where a plain Node can read it. */
function sourceFolder(from: string): string {
  const outside = from.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)
  for (let folder = outside; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'service', 'index.ts'))) return folder
  }
  throw new Error(`No service/index.ts above ${outside}.`)
}

/** The Node that was fetched for Lathe: named by the start script, or packed beside the application. */
function pinnedNode(env: NodeJS.ProcessEnv, resources: string, platform: NodeJS.Platform): string {
  if (env.LATHE_NODE) return env.LATHE_NODE
  return platform === 'win32' ? join(resources, 'node', 'node.exe') : join(resources, 'node', 'bin', 'node')
}

/** How the window starts its service. */
export function serviceCommand(from: string, resources: string): ServiceCommand {
  const cwd = sourceFolder(from)
  return {
    program: pinnedNode(process.env, resources, process.platform),
    args: [join(cwd, 'service', 'index.ts')],
    cwd,
    // As scripts/runtime.mjs, which a packaged application has not been started by.
    env: { UV_THREADPOOL_SIZE: String(Math.max(4, cpus().length + 2)), ...process.env },
  }
}
