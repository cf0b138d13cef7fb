import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { makeProfile } from '../../../../service/datasets/profile/profile-of.ts'
import { runInWorker } from '../../../../service/datasets/workers/run-in-worker.ts'
import { openHome, shared } from '../open-home.ts'

async function look(path: string, options = {}) {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [path], options)
  const profile = await makeProfile(ctx, dataset.id)
  const finding = (id: string) => profile.findings.find((one) => one.id === id)
  const items = (finding: string, act: 'exclude-train' | 'exclude-all' | 'exclude-extra') =>
    runInWorker('itemsOfFinding', { home: ctx.home, dataset, columns: profile.columns, finding, act })
  return { ctx, dataset, profile, finding, items }
}

function write(files: Record<string, string | Uint8Array>): string {
  const folder = join(openHome().home, 'made')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}
const keys = (groups: { key: string }[][] | undefined) => groups?.map((group) => group.map(({ key }) => key))

/** A picture of its own for each seed: blocks of colour that a hash of brightness tells apart. */
function picture(seed: number, width = 96, height = 72) {
  const raw = { width: 12, height: 9, channels: 3 as const }
  const bytes = Uint8Array.from(
    { length: 12 * 9 * 3 },
    (_, at) => (Math.imul(at * 7919 + seed * 104_729, 2_654_435_761) >>> 24) & 255,
  )
  return sharp(bytes, { raw }).resize(width, height, { kernel: 'cubic' })
}

test('pictures in several parts, with several labels and twice over are found, those saved anew too', async () => {
  const [a, b, c, d] = await Promise.all([1, 2, 3, 4].map((seed) => picture(seed).png().toBuffer()))
  const folder = write({
    'train/cat/a.png': a as Buffer,
    'train/cat/a-again.png': a as Buffer,
    'train/cat/b.png': b as Buffer,
    'train/dog/b-as-dog.png': b as Buffer,
    'train/dog/c.png': c as Buffer,
    'train/dog/d.png': d as Buffer,
    'test/dog/c-in-test.png': c as Buffer,
    'test/cat/d-smaller.jpg': await picture(4, 64, 48).jpeg({ quality: 80 }).toBuffer(),
    'test/cat/other.png': await picture(5).png().toBuffer(),
    'test/cat/white.png': await sharp({ create: { width: 96, height: 72, channels: 3, background: '#fff' } })
      .png()
      .toBuffer(),
  })
  const { finding, items, profile } = await look(folder)
  expect(keys(finding('duplicates')?.groups)).toEqual([['train/cat/a-again.png', 'train/cat/a.png']])
  expect(finding('duplicates')).toMatchObject({ severity: 'warning', count: 1, values: { groups: 1 } })
  expect(keys(finding('conflict')?.groups)).toEqual([['train/cat/b.png', 'train/dog/b-as-dog.png']])
  expect(finding('leak')).toMatchObject({ severity: 'serious', count: 1 })
  expect(await items('leak', 'exclude-train')).toEqual(['train/dog/c.png'])
  expect(await items('near-leak', 'exclude-train')).toEqual(['train/dog/d.png'])
  expect(await items('conflict', 'exclude-all')).toEqual(['train/cat/b.png', 'train/dog/b-as-dog.png'])
  expect(await items('duplicates', 'exclude-extra')).toEqual(['train/cat/a.png'])
  expect(keys(finding('blank-pictures')?.groups)).toEqual([['test/cat/white.png']])
  expect(profile.findings.map(({ severity }) => severity)).toEqual(
    [...profile.findings.map(({ severity }) => severity)].sort(
      (x, y) => 'swn'.indexOf(x[0] ?? '') - 'swn'.indexOf(y[0] ?? ''),
    ),
  )
})

test('of 500 photos of flowers only the two of the same bytes are taken for the same', async () => {
  const { profile } = await look(shared('images/flowers'))
  const same = profile.findings.filter(({ code }) => /leak|duplicates|conflict/.test(code))
  expect(same.map(({ code, groups }) => [code, ...(keys(groups) ?? [])])).toEqual([
    ['duplicates', ['sunflower/14889392928_9742aed45b_m.jpg', 'sunflower/15066430311_fb57fa92b0_m.jpg']],
  ])
  expect(profile.pictures).toMatchObject({ count: 500 })
})

test('colours are those that Pillow and NumPy give', async () => {
  const file = new URL('../../../reference/profiles/noise.png', import.meta.url)
  const golden = JSON.parse(readFileSync(new URL('noise.json', file), 'utf8'))
  const noise = readFileSync(file)
  const folder = write({ 'a/noise.png': noise, 'b/noise.png': noise })
  const { profile } = await look(folder)
  const near = (values: number[]) => values.map((value) => expect.closeTo(value, 2))
  expect(profile.pictures).toMatchObject({ mean: near(golden.mean), std: near(golden.std) })
  expect(profile.pictures?.brightness.mean).toBeCloseTo(golden.brightness, 2)
  expect(profile.pictures?.sizes).toEqual([{ value: '31 × 24', count: 2 }])
})

test('rows that come again are found across files, labels and lines', async () => {
  const train = ['1,x,a', '2,y,b', '2,y,b', '3,z,a', '4,w,b', '4,w,a', '5,v,b', '2,y,b']
  const folder = write({
    'train.csv': `n,c,target\n${train.join('\n')}\n`,
    'test.csv': 'n,c,target\n3,z,a\n9,q,b\n',
  })
  const { finding, items } = await look(folder)
  expect(await items('leak', 'exclude-train')).toEqual(['train#3'])
  expect((await items('conflict', 'exclude-all')).sort()).toEqual(['train#4', 'train#5'])
  expect((await items('duplicates', 'exclude-extra')).sort()).toEqual(['train#2', 'train#7'])
  expect(finding('duplicates')?.groups[0]?.map(({ name, cells }) => [name, ...cells])).toEqual([
    ['2', '2', 'y', 'b'],
    ['3', '2', 'y', 'b'],
    ['8', '2', 'y', 'b'],
  ])
})

test('texts that differ in capitals and punctuation only are nearly the same', async () => {
  const rows = [
    'Free entry!,spam',
    'free   ENTRY,spam',
    'See you at 5,ham',
    'See you at 5,ham',
    '...,ham',
    'call me,ham',
  ]
  const folder = write({ 'texts.csv': `text,label\n${rows.join('\n')}\n` })
  const { finding, items, profile } = await look(join(folder, 'texts.csv'), {
    columns: [
      { name: 'text', type: 'text', role: 'feature' },
      { name: 'label', type: 'category', role: 'target' },
    ],
  })
  expect(await items('duplicates', 'exclude-extra')).toEqual(['train#3'])
  expect(await items('near-duplicates', 'exclude-extra')).toEqual(['train#1'])
  expect(await items('empty-texts', 'exclude-all')).toEqual(['train#4'])
  expect(finding('near-duplicates')?.groups[0]?.map(({ cells }) => cells[0])).toEqual([
    'Free entry!',
    'free   ENTRY',
  ])
  expect(profile.texts).toMatchObject({ count: 6, words: 14, vocabulary: 8 })
})
