import { promises as files } from 'node:fs'
import { extname } from 'node:path'
import { type Protocol, protocol } from 'electron'
import { contentPolicy, fileOf, scheme } from './addresses.ts'

const kinds: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** To be called before the app is ready: a standard, secure scheme has an origin, and storage of its own. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

/** Answers the page's own files out of `folder`, each with the content policy; anything else is not found. */
export function answerPageFiles(session: { protocol: Protocol }, folder: string): void {
  // Deprecated for `handle`, which builds on a Response that the Electron of the tests has not.
  session.protocol.registerBufferProtocol(scheme, (request, answer) => {
    const headers = { 'Content-Security-Policy': contentPolicy, 'X-Content-Type-Options': 'nosniff' }
    const file = fileOf(request.url, folder)
    const mimeType = kinds[extname(file ?? '')]
    const missing = () =>
      answer({ statusCode: 404, mimeType: 'text/plain', headers, data: Buffer.from('Not found.') })
    if (!file || !mimeType) missing()
    else files.readFile(file).then((data) => answer({ mimeType, charset: 'utf-8', headers, data }), missing)
  })
}
