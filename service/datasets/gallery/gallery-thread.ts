import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { ItemKey } from '../../../contract/data/excluded.ts'
import { DatasetProfile } from '../../../contract/data/findings.ts'
import type { SamplePage, SampleQuery, ThumbnailQuery } from '../../../contract/data/samples.ts'
import { Fault } from '../../../contract/failure.ts'
import { itemsOfFinding, profilesFolder } from '../profile/profile-job.ts'
import { readManifest } from '../versions/version-folder.ts'
import type { Catalogue } from './catalogue.ts'
import { itemCatalogue } from './item-catalogue.ts'
import { keptThumbnails } from './kept-thumbnails.ts'
import { openThumbnails, type StoredThumbnails } from './stored-thumbnails.ts'
import { tableCatalogue } from './table-catalogue.ts'

/** Two are open at most: the one that is looked at, and the one before. */
const mostOpen = 2
const open = new Map<string, Promise<Catalogue>>()
const thumbnails = keptThumbnails()
let stored: { home: string; thumbnails: StoredThumbnails } | null = null

const keyOf = ({ id, contents, digest }: Dataset) => `${id} ${contents ?? digest}`

function catalogueOf(home: string, dataset: Dataset): Promise<Catalogue> {
  const key = keyOf(dataset)
  const made = open.get(key) ?? openCatalogue(home, dataset)
  // The one asked last stands last.
  open.delete(key)
  open.set(key, made)
  made.catch(() => open.delete(key))
  for (const [old, catalogue] of [...open].slice(0, -mostOpen)) {
    open.delete(old)
    void catalogue.then((one) => one.close()).catch(() => {})
  }
  return made
}

async function openCatalogue(home: string, dataset: Dataset): Promise<Catalogue> {
  const manifest = await readManifest(home, dataset)
  if (manifest.tables.length) return tableCatalogue(dataset, manifest)
  if (stored?.home !== home) {
    stored?.thumbnails.close()
    stored = { home, thumbnails: openThumbnails(home) }
  }
  return itemCatalogue(dataset, manifest, stored.thumbnails)
}

let looked: { what: string; items: Promise<Set<ItemKey>> } | null = null

/** The items that a finding is about: found again, as only examples are kept. */
function itemsAbout(home: string, dataset: Dataset, id: string): Promise<Set<ItemKey>> {
  const what = `${dataset.id} ${dataset.digest} ${id}`
  if (looked?.what !== what) looked = { what, items: findItems(home, dataset, id) }
  return looked.items
}

async function findItems(home: string, dataset: Dataset, id: string): Promise<Set<ItemKey>> {
  const file = join(profilesFolder(home, dataset.id), `${dataset.digest}.json`)
  const written = await readFile(file, 'utf8').catch(() => null)
  const profile = written ? DatasetProfile.parse(JSON.parse(written)) : null
  const finding = profile?.findings.find((one) => one.id === id)
  if (!profile || !finding) return new Set()
  const items = finding.groups.flat().map(({ key }) => key)
  const act = finding.acts.find((one) => one.startsWith('exclude'))
  if (!act) return new Set(items)
  const job = { home, dataset, columns: profile.columns, finding: id, act }
  return new Set([...items, ...(await itemsOfFinding(job, { progress: () => {}, check: () => {} }))])
}

/** What the gallery's thread answers. */
export const galleryCalls = {
  async samples({
    home,
    dataset,
    query,
  }: {
    home: string
    dataset: Dataset
    query: SampleQuery
  }): Promise<SamplePage> {
    const catalogue = await catalogueOf(home, dataset)
    return catalogue.page(
      dataset,
      query,
      query.finding ? await itemsAbout(home, dataset, query.finding) : null,
    )
  },
  async thumbnails({ home, dataset, query }: { home: string; dataset: Dataset; query: ThumbnailQuery }) {
    const catalogue = await catalogueOf(home, dataset)
    return thumbnails.of(keyOf(dataset), catalogue, query)
  },
}
export type GalleryCalls = typeof galleryCalls

parentPort?.on('message', async ({ id, name, input }) => {
  try {
    const answer = galleryCalls[name as keyof GalleryCalls] as (input: unknown) => Promise<unknown>
    parentPort?.postMessage({ id, value: await answer(input) })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    const fault = error instanceof Fault ? error : null
    parentPort?.postMessage({
      id,
      fault: { code: fault?.code ?? null, values: fault?.values ?? {}, message: error.message },
    })
  }
})
