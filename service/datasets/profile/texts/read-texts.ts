import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Dataset, PartName } from '../../../../contract/data/dataset.ts'
import { rowKey } from '../../../../contract/data/excluded.ts'
import type { Hooks } from '../../context.ts'
import { fileKey } from '../../excluded/file-key.ts'
import { keptFiles } from '../../excluded/kept.ts'
import type { Duck } from '../../tables/duck.ts'
import { cell } from '../../tables/table-sql.ts'
import { readText } from '../../texts/text-source.ts'
import { type Segment, segmentFor, tokensOf } from '../../texts/text-vectorization.ts'
import type { Manifest } from '../../versions/manifest.ts'
import type { Item } from '../items.ts'
import { sketchOf } from './text-sketch.ts'

export interface MeasuredText extends Item {
  tokens: number
  /** The same of texts that differ in capitals, punctuation and spaces only. */
  near: string
  /** What says how far another text resembles it. */
  sketch: Uint32Array
}
type Raw = Pick<Item, 'key' | 'part' | 'label' | 'name'> & { text: string }

/** Reads every text that is not left out, from files or from the one column that is read; `count` gets the words of each with its class. */
export async function measureTexts(
  dataset: Dataset,
  manifest: Manifest,
  duck: Duck | null,
  hooks: Hooks,
  count: (tokens: string[], label: string) => void,
): Promise<MeasuredText[]> {
  const head: Raw[] = []
  const texts = duck ? rowsOf(dataset, duck) : filesOf(dataset, manifest)
  const items: MeasuredText[] = []
  let segment: Segment | null = null
  const take = ({ text, ...raw }: Raw) => {
    const tokens = tokensOf(text, segment as Segment)
    count(tokens, raw.label)
    items.push({
      ...raw,
      same: digest(text),
      near: digest(tokens.join(' ')),
      sketch: sketchOf(tokens),
      tokens: tokens.length,
      cells: [text.slice(0, 300)],
    })
    if (items.length % 500 === 0) {
      hooks.check()
      hooks.progress(items.length, dataset.items, 'items')
    }
  }
  for await (const raw of texts) {
    if (segment) take(raw)
    else if (head.push(raw) === 200) {
      segment = segmentFor(head.map(({ text }) => text))
      for (const one of head) take(one)
    }
  }
  segment ??= segmentFor(head.map(({ text }) => text))
  if (head.length < 200) for (const one of head) take(one)
  return items
}

/** Long enough that no two of a million differ and share it. */
const digest = (text: string) => createHash('sha1').update(text).digest('base64url').slice(0, 20)

async function* filesOf(dataset: Dataset, manifest: Manifest): AsyncGenerator<Raw> {
  for (const { path, part, label, labels = [label] } of keptFiles(dataset, manifest.files)) {
    const text = await readText(path, manifest.encoding).catch(() => null)
    if (text === null) continue
    const key = fileKey(dataset.paths, path)
    yield {
      key,
      part,
      label: labels.map((one) => dataset.classes[one] ?? '').join(', '),
      name: basename(path),
      text,
    }
  }
}

async function* rowsOf({ columns }: Dataset, duck: Duck): AsyncGenerator<Raw> {
  const place = (role: string) => columns.findIndex((column) => column.role === role)
  const label = place('target') < 0 ? "''" : cell(place('target'))
  for await (const chunk of duck.chunks(`SELECT part, row, ${label}, ${cell(place('feature'))} FROM kept`))
    for (const [part, row, own, text] of chunk.getRows())
      yield {
        key: rowKey(String(part), Number(row)),
        part: part as PartName,
        label: String(own),
        name: String(Number(row) + 1),
        text: String(text),
      }
}
