import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DatasetProfile } from '../../../../contract/data/findings.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { makeProfile, storedProfile } from '../../../../service/datasets/profile/profile-of.ts'
import { openHome, shared } from '../open-home.ts'

interface GoldenColumn {
  missing: number
  distinct: number
  strength?: number
  numbers?: {
    quantiles: Record<string, number>
    histogram: { edges: number[]; counts: number[] }
    outliers: Record<string, number>
    [key: string]: unknown
  }
}
/** What tests/reference/make_profile_golden.py wrote down from pandas and SciPy. */
const golden = (name: string): Record<string, GoldenColumn> =>
  JSON.parse(readFileSync(new URL(`../../../reference/profiles/${name}.json`, import.meta.url), 'utf8'))
    .columns

async function profileOf(path: string, options = {}) {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [path], options)
  return { ctx, dataset, profile: await makeProfile(ctx, dataset.id) }
}

async function profileOfText(csv: string, options = {}) {
  const path = join(openHome().home, 'table.csv')
  writeFileSync(path, csv)
  return profileOf(path, options)
}

function compare(profile: DatasetProfile, expected: Record<string, GoldenColumn>) {
  for (const [name, { numbers, strength, ...plain }] of Object.entries(expected)) {
    const found = profile.columns.find((column) => column.name === name)
    expect({ name, missing: found?.missing, distinct: found?.distinct }).toEqual({ name, ...plain })
    if (strength !== undefined) expect([name, found?.relation?.strength]).toEqual([name, near(strength)])
    if (!numbers) continue
    const { quantiles, histogram, outliers, ...rest } = numbers
    const close = (values: object) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, near(value)]))
    expect(found?.numbers).toMatchObject({
      ...close(rest),
      quantiles: close(quantiles),
      outliers: close(outliers),
    })
    expect(found?.numbers?.histogram.counts).toEqual(histogram.counts)
    expect(found?.numbers?.histogram.edges).toEqual(histogram.edges.map(near))
  }
}
const near = (value: number) => expect.closeTo(value, 6)

test('a table of classes is profiled as pandas and SciPy do it', async () => {
  const { profile } = await profileOf(shared('tabular/titanic.csv'), { target: 'Survived' })
  compare(profile, golden('titanic'))
})

test('a table of values is profiled as pandas does it', async () => {
  const { profile } = await profileOf(shared('tabular/california_housing.csv'), {
    target: 'median_house_value',
  })
  compare(profile, golden('houses'))
})

test('the profile of a version is made once and kept', async () => {
  const { ctx, dataset, profile } = await profileOf(shared('tabular/iris.csv'))
  expect(await storedProfile(ctx, dataset.id)).toEqual(profile)
  expect(await makeProfile(ctx, dataset.id)).toEqual(profile)
})

test('dates are times, in whatever order they are written', async () => {
  const rows = ['13/02/2020,1,a', '01/03/2020,2,b', '15/03/2020,x,a', '20/03/2020,4,b']
  const { profile } = await profileOfText(`day,size,target\n${rows.join('\n')}\n`)
  expect(profile.columns[0]?.numbers).toMatchObject({
    min: Date.UTC(2020, 1, 13),
    max: Date.UTC(2020, 2, 20),
    count: 4,
  })
})

test('cells that are no numbers, too large ones and a column of nothing break no profile', async () => {
  const rows = [
    '1,5,,a',
    '2,1e308,NA,a',
    '3,-1e308,,b',
    '4,inf,?,a',
    '5,x,null,b',
    '6,7,,b',
    '7,8,,a',
    '8,9,,b',
  ]
  const { profile } = await profileOfText(`n,big,empty,target\n${rows.join('\n')}\n`, {
    columns: [
      { name: 'n', type: 'number', role: 'feature' },
      { name: 'big', type: 'number', role: 'feature' },
      { name: 'empty', type: 'number', role: 'feature' },
      { name: 'target', type: 'category', role: 'target' },
    ],
  })
  const [, big, none] = profile.columns
  expect(big).toMatchObject({ missing: 2, numbers: { count: 6, min: -1e308, max: 1e308 } })
  expect(none).toMatchObject({ missing: 8, distinct: 0, numbers: null })
})

test('a column that gives the target away and one that is mostly missing are found', async () => {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const sick = row % 3 === 0
    return `${(row * 37) % 101},${sick ? 'ward 7' : 'home'},1,${row % 5 ? '' : row},${sick ? 'ill' : 'well'}`
  })
  const { profile } = await profileOfText(`x,place,unit,seen,target\n${rows.join('\n')}\n`, {
    columns: ['x', 'place', 'unit', 'seen', 'target'].map((name) => ({
      name,
      type: name === 'place' || name === 'target' ? 'category' : 'number',
      role: name === 'target' ? 'target' : 'feature',
    })),
  })
  const ids = profile.findings.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining(['target-leak:place', 'missing-column:seen']))
  expect(ids).not.toContain('target-leak:x')
  expect(profile.findings[0]).toMatchObject({
    id: 'target-leak:place',
    severity: 'serious',
    acts: ['ignore-column', 'ignore'],
  })
})
