/** What the head of a picture says of its pixels as they are stored: not yet turned. */
export interface PlainHead {
  kind: 'jpeg' | 'png'
  width: number
  height: number
  channels: 1 | 3
  /** Where the bytes of the pixels can begin at the earliest. */
  end: number
}

/**
 * The head of a picture of which no two decoders make different things: a JPEG of 8 bits in grey or YCbCr, or a PNG of 8 bits in
 * grey or colour without transparency, turn or frames. null for every other picture, and for what is none.
 */
export function plainHead(bytes: Buffer): PlainHead | null {
  if (bytes.length < 30) return null
  if (bytes.readUInt32BE(0) === 0x89504e47) return pngHead(bytes)
  return bytes.readUInt16BE(0) === 0xffd8 ? jpegHead(bytes) : null
}

/** ITU-T T.81, B.1.1.3: baseline, extended and progressive with Huffman codes. */
const frames = [0xc0, 0xc1, 0xc2]
/** Component identifiers that libjpeg takes for red, green and blue. */
const namedByColour = 'RGB'

function jpegHead(bytes: Buffer): PlainHead | null {
  for (let at = 2; at + 20 < bytes.length; ) {
    const [start, marker] = [bytes[at], bytes[at + 1] as number]
    if (start !== 0xff || marker === 0xda) return null
    if (frames.includes(marker)) {
      const channels = bytes[at + 9]
      const named = String.fromCharCode(...[10, 13, 16].map((place) => bytes[at + place] as number))
      if (bytes[at + 4] !== 8 || (channels !== 1 && channels !== 3) || named === namedByColour) return null
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      return { kind: 'jpeg', height, width, channels, end: at }
    }
    // Adobe's segment says what the channels are; 1 is the usual YCbCr.
    if (marker === 0xee && bytes.toString('latin1', at + 4, at + 9) === 'Adobe' && bytes[at + 15] !== 1)
      return null
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** Chunks that make more of a PNG than its pixels: transparency, a turn, frames. */
const telling = ['tRNS', 'eXIf', 'acTL']

function pngHead(bytes: Buffer): PlainHead | null {
  const [depth, colour, interlaced] = [bytes[24], bytes[25], bytes[28]]
  if (depth !== 8 || (colour !== 0 && colour !== 2) || interlaced) return null
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (telling.includes(bytes.toString('latin1', at + 4, at + 8))) return null
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return { kind: 'png', width, height, channels: colour === 2 ? 3 : 1, end: 33 }
}
