import { Transformer } from '@napi-rs/image'
import { wholeUpTo } from './open-picture.ts'
import { type PlainHead, plainHead } from './plain-head.ts'

/**
 * The picture that most data sets are full of, small and plain, for the decoder that is ready at once; it is not turned yet. null for
 * every other one: libvips reads them all, but takes three times as long to set up its work on a small picture as to decode it.
 */
export function plainPicture(bytes: Buffer): { head: PlainHead; picture: Transformer } | null {
  const head = plainHead(bytes)
  return head && head.width * head.height <= wholeUpTo ? { head, picture: new Transformer(bytes) } : null
}
