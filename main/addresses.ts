import { join, normalize, sep } from 'node:path'

/** The window's own scheme: a page from `file:` could read every file of the disk, and gets no policy by header. */
export const scheme = 'lathe'
export const page = `${scheme}://workbench/index.html`

/** The one policy of the window; the page's own meta tag says the same for a browser tab. */
export const contentPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Whether an address is our own page: the same file, whatever its `#` route. */
export function isOwnPage(address: string | undefined, page: string): boolean {
  if (!address) return false
  try {
    const asked = new URL(address)
    const own = new URL(page)
    // Compared piece by piece: to Node the origin of a scheme of one's own is 'null'.
    return (
      asked.protocol === own.protocol &&
      asked.host === own.host &&
      asked.pathname === own.pathname &&
      asked.search === own.search
    )
  } catch {
    return false
  }
}

/** The file of `folder` that an address of the page means; nothing for one outside of it or of another host. */
export function fileOf(address: string, folder: string): string | undefined {
  try {
    const { host, pathname } = new URL(address)
    const file = normalize(join(folder, decodeURIComponent(pathname)))
    return host === new URL(page).host && file.startsWith(normalize(folder) + sep) ? file : undefined
  } catch {
    return undefined
  }
}
