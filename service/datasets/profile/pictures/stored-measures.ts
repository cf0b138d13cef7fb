import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { PictureMeasure } from './measure-picture.ts'

const three = z.array(z.number()).length(3)
const Line = z.tuple([
  z.string(),
  z.tuple([z.number(), z.number(), z.number()]),
  three,
  three,
  z.number(),
  z.tuple([z.number(), z.number()]),
  z.string(),
])

/**
 * What was measured of pictures, kept from version to version by the hash of the file: `pictures.jsonl`, a line each, only ever added to.
 * A line that was cut off when the service was killed is passed over, and its picture measured again.
 */
export async function openMeasures(folder: string) {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'pictures.jsonl')
  const known = new Map<string, PictureMeasure>()
  const file = await open(path, 'a+')
  for await (const text of createInterface({ input: createReadStream(path) })) {
    const line = Line.safeParse(parsed(text))
    if (!line.success) continue
    const [hash, [width, height, channels], mean, std, brightness, bits, grey] = line.data
    const greys = Uint8Array.from(Buffer.from(grey, 'base64'))
    known.set(hash, { width, height, channels, mean, std, brightness, hash: bits, grey: greys })
  }
  // What was cut off has no line end of its own.
  let waiting = (await file.stat()).size ? ['\n'] : []
  const write = async () => {
    const lines = waiting.join('')
    waiting = []
    if (lines) await file.appendFile(lines)
  }
  return {
    get: (hash: string) => known.get(hash),
    async put(hash: string, measure: PictureMeasure) {
      if (known.has(hash)) return
      known.set(hash, measure)
      const { width, height, channels, mean, std, brightness, hash: bits, grey } = measure
      const short = (values: number[]) => values.map((value) => Number(value.toFixed(3)))
      const line = [hash, [width, height, channels], short(mean), short(std), brightness, bits]
      waiting.push(`${JSON.stringify([...line, Buffer.from(grey).toString('base64')])}\n`)
      if (waiting.length >= 500) await write()
    },
    async close() {
      await write()
      await file.close()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
