import type { UploadFile, UploadProgress } from './connection.ts'

const atOnce = 4

/**
 * Sends files to the service, each as it is, and gives the folder of this upload on the service's machine.
 * XMLHttpRequest, because fetch tells nothing about how much was sent.
 */
export async function uploadFiles(
  address: URL,
  token: string,
  files: readonly UploadFile[],
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<string> {
  const upload = crypto.randomUUID()
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  const sent = new Map<UploadFile, number>()
  let sentBytes = 0
  const took = (item: UploadFile, bytes: number) => {
    sentBytes += bytes - (sent.get(item) ?? 0)
    sent.set(item, bytes)
    onProgress({ sentBytes, totalBytes })
  }
  let root = ''
  const waiting = files.values()
  const worker = async () => {
    for (const item of waiting) {
      const path = item.path.split('/').map(encodeURIComponent).join('/')
      const url = new URL(`/upload/${upload}/${path}`, address)
      root = await send(url, token, item.file, signal, (bytes) => took(item, bytes))
      took(item, item.file.size)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  // One file or folder gives its own name to the data set; the upload's folder has none that a person knows.
  const dropped = new Set(files.map(({ path }) => path.split('/')[0]))
  return dropped.size === 1 ? `${root}/${[...dropped][0]}` : root
}

function send(
  url: URL,
  token: string,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const cancel = () => request.abort()
    const refuse = (reason: Error) => {
      signal.removeEventListener('abort', cancel)
      reject(reason)
    }
    if (signal.aborted) return refuse(new DOMException('', 'AbortError'))
    signal.addEventListener('abort', cancel, { once: true })
    request.upload.onprogress = (event) => onSent(Math.min(event.loaded, file.size))
    request.onabort = () => refuse(new DOMException('', 'AbortError'))
    request.onerror = () => refuse(new Error(file.name))
    request.onload = () => {
      if (request.status >= 300) return refuse(new Error(request.responseText || `${request.status}`))
      signal.removeEventListener('abort', cancel)
      resolve((JSON.parse(request.responseText) as { root: string }).root)
    }
    request.open('POST', url)
    request.setRequestHeader('x-lathe-token', token)
    request.send(file)
  })
}
