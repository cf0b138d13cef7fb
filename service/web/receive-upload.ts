import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const longestName = 255

export interface UploadTarget {
  id: string
  /** Names of folders and at last the file, each safe to join. */
  names: string[]
}

/**
 * Reads /upload/<uuid>/<encoded path> out of the address as it was sent, before anything could resolve its dots.
 * Gives null for every path that could name something outside of its own upload.
 */
export function parseUploadPath(address: string): UploadTarget | null {
  const [, first, id, ...encoded] = (address.split('?')[0] ?? '').split('/')
  if (first !== 'upload' || !id || !uuid.test(id) || encoded.length === 0) return null
  try {
    const names = encoded.map(decodeURIComponent)
    return names.every(isSafeName) ? { id, names } : null
  } catch {
    return null
  }
}

/**
 * Streams a request's body into uploads/<uuid>/ and gives that folder. The file is written aside and renamed,
 * so that one which broke off is never taken for data.
 */
export async function receiveUpload(
  request: IncomingMessage,
  home: string,
  target: UploadTarget,
): Promise<string> {
  const root = join(home, 'uploads', target.id)
  const place = join(root, ...target.names)
  const aside = join(home, 'uploads', '.unfinished')
  const unfinished = join(aside, randomUUID())
  await mkdir(aside, { recursive: true, mode: 0o700 })
  try {
    await pipeline(request, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }))
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    await rename(unfinished, place)
  } catch (thrown) {
    await rm(unfinished, { force: true })
    throw thrown
  }
  return root
}

function isSafeName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || Buffer.byteLength(name) > longestName) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through.
  if (/[/\\\u0000-\u001f\u007f]/.test(name)) return false
  if (process.platform !== 'win32') return true
  return !/[<>:"|?*]/.test(name) && !/[. ]$/.test(name) && !windowsDevice.test(name)
}
