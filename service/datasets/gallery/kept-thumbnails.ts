import type { ThumbnailQuery } from '../../../contract/data/samples.ts'
import { eachOf } from '../workers/each-of.ts'
import type { Catalogue } from './catalogue.ts'
import { dataUrl } from './draw-thumbnail.ts'

/** Characters of data: URLs that are kept: some ten thousand small pictures. */
const mostKept = 64 * 2 ** 20

/** Draws small pictures and keeps those asked for last. */
export function keptThumbnails() {
  const kept = new Map<string, string>()
  let length = 0
  const keep = (key: string, url: string) => {
    kept.set(key, url)
    length += url.length
    for (const [oldest, old] of kept) {
      if (length <= mostKept) break
      kept.delete(oldest)
      length -= old.length
    }
  }
  return {
    async of(set: string, catalogue: Catalogue, { items, size }: ThumbnailQuery): Promise<(string | null)[]> {
      const urls = new Array<string | null>(items.length).fill(null)
      await eachOf(items, 4, async (item, at) => {
        const key = `${set} ${item} ${size}`
        const before = kept.get(key)
        if (before) {
          kept.delete(key)
          kept.set(key, before)
          urls[at] = before
          return
        }
        const thumbnail = await catalogue.picture(item, size).catch(() => null)
        const url = thumbnail && dataUrl(thumbnail)
        urls[at] = url
        if (url && !kept.has(key)) keep(key, url)
      })
      return urls
    },
  }
}
