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
    // Compared piece by piece: the origin of every file: address is 'null'.
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
