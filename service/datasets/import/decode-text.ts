import { analyse } from 'chardet'
import { TextEncoding } from '../../../contract/data/reading.ts'

/** Names that chardet uses for what browsers and Windows read by another name. */
const called: Record<string, TextEncoding> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-6': 'windows-1256',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-9': 'windows-1254',
}
/** So much of a text is enough to tell its encoding. */
const enough = 65_536
/** Below this confidence of chardet, of 100, the guess is weak. */
const sure = 50

/**
 * Text out of bytes: in the encoding that is `asked` for, else by its mark, else as UTF-8, else as what its letters are the likeliest in, where
 * it can be read as that without a fault; Windows-1252 takes everything.
 */
export function decodeText(
  bytes: Uint8Array,
  asked?: TextEncoding | null,
): { text: string; encoding: TextEncoding } {
  if (asked) return { text: new TextDecoder(asked).decode(bytes), encoding: asked }
  const wide = wideEncoding(bytes)
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: wide }
  for (const encoding of candidates(bytes)) {
    const text = decodeStrictly(bytes, encoding)
    if (text !== null) return { text, encoding }
  }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
}

function* candidates(bytes: Uint8Array): Generator<TextEncoding> {
  yield 'utf-8'
  const first = bytes.findIndex((byte) => byte >= 0x80)
  const telling = bytes.subarray(Math.max(0, bytes.lastIndexOf(10, first)), first + enough)
  const likely = analyse(telling)
  // A few Chinese words are too few for the statistics of letters.
  if ((likely[0]?.confidence ?? 0) < sure && looksChinese(telling)) yield 'gb18030'
  for (const { name } of likely) {
    const known = TextEncoding.safeParse(called[name.toLowerCase()] ?? name.toLowerCase())
    if (known.success) yield known.data
  }
}

/** Whether most of what is no ASCII are pairs of the common Chinese characters and signs of GB 2312 (its rows 1 to 3 and 16 to 55). */
function looksChinese(bytes: Uint8Array): boolean {
  let [pairs, common] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] as number
    if (lead < 0x80) continue
    const isCommon = (lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)
    if (isCommon && (bytes[at + 1] ?? 0) >= 0xa1) common++
    pairs++
    at++
  }
  return common > pairs * 0.8
}

function decodeStrictly(bytes: Uint8Array, encoding: TextEncoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** UTF-16 by its mark, or without one where every other byte of many is zero, as it is of Latin letters. */
function wideEncoding(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const pairs = Math.min(bytes.length, 4096) >> 1
  const zeros = [0, 0]
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1
  const [even = 0, odd = 0] = zeros
  if (pairs >= 8 && odd > pairs / 2 && even < pairs / 20) return 'utf-16le'
  if (pairs >= 8 && even > pairs / 2 && odd < pairs / 20) return 'utf-16be'
  return null
}
