import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { lookInto } from '../../../../service/datasets/pictures/look-into.ts'
import { shared } from '../open-home.ts'

const folder = mkdtempSync(join(tmpdir(), 'lathe-look-'))
afterAll(() => rmSync(folder, { recursive: true }))
const photo = readFileSync(shared('bad/jpeg_named.png'))

const look = (bytes: Buffer) => {
  const path = join(folder, 'picture')
  writeFileSync(path, bytes)
  return lookInto(path)
}

test.each(['jpeg', 'png'] as const)(
  'a %s is known by its shape as it is shown, in colour and in grey',
  async (format) => {
    expect((await look(await sharp(photo).toFormat(format).toBuffer())).shape).toEqual([215, 320, 3])
    const grey = await sharp(photo).toColourspace('b-w').toFormat(format).toBuffer()
    expect((await look(grey)).shape).toEqual([215, 320, 1])
    const turned = await sharp(photo).withMetadata({ orientation: 8 }).toFormat(format).toBuffer()
    expect((await look(turned)).shape).toEqual([320, 215, 3])
  },
)

test.each(['jpeg', 'png'] as const)('a %s that was cut off anywhere is refused', async (format) => {
  const whole = await sharp(photo).toFormat(format).toBuffer()
  for (const share of [0.05, 0.3, 0.6, 0.9])
    await expect(look(whole.subarray(0, whole.length * share))).rejects.toThrow()
  await expect(look(whole.subarray(0, whole.length - (format === 'jpeg' ? 2 : 14)))).rejects.toThrow()
})

test('a JPEG cut off behind a whole preview of itself is refused', async () => {
  const preview = await sharp(photo).resize(16).jpeg().toBuffer()
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0'), preview])
  segment.writeUInt16BE(segment.length - 2, 2)
  const whole = Buffer.concat([photo.subarray(0, 2), segment, photo.subarray(2)])
  expect((await look(whole)).shape).toEqual([215, 320, 3])
  await expect(look(whole.subarray(0, whole.length - 2))).rejects.toThrow()
})
