import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { joined } from '../../../../service/datasets/profile/joined.ts'
import { leastResemblance, nearTexts } from '../../../../service/datasets/profile/texts/near-texts.ts'
import { resemblance, sketchOf } from '../../../../service/datasets/profile/texts/text-sketch.ts'
import { tokensOf } from '../../../../service/datasets/texts/text-vectorization.ts'
import { shared } from '../open-home.ts'

/** The shingles of a text themselves, not their hashes. */
function shinglesOf(tokens: string[]): Set<string> {
  const count = Math.max(1, tokens.length - 2)
  return new Set(Array.from({ length: count }, (_, from) => tokens.slice(from, from + 3).join(' ')))
}

/** Jaccard's index of each two texts that share a shingle, counted. */
function exact(texts: string[][]): (a: number, b: number) => number {
  const sets = texts.map(shinglesOf)
  const holders = new Map<string, number[]>()
  for (const [at, set] of sets.entries())
    for (const shingle of set) {
      const own = holders.get(shingle)
      if (own) own.push(at)
      else holders.set(shingle, [at])
    }
  const both = new Uint16Array(texts.length ** 2)
  for (const own of holders.values())
    for (const [place, b] of own.entries())
      for (let before = 0; before < place; before++) {
        const at = (own[before] as number) * texts.length + b
        both[at] = (both[at] as number) + 1
      }
  return (a, b) => {
    const common = both[Math.min(a, b) * texts.length + Math.max(a, b)] as number
    return common / ((sets[a]?.size ?? 0) + (sets[b]?.size ?? 0) - common)
  }
}

function pairsFrom(texts: string[][], jaccard: (a: number, b: number) => number, least: number) {
  const pairs: [number, number][] = []
  for (let b = 0; b < texts.length; b++)
    for (let a = 0; a < b; a++) if (jaccard(a, b) >= least) pairs.push([a, b])
  return pairs
}

function groupsOf(texts: string[][]) {
  const groups = nearTexts(
    texts.map((tokens) => tokens.join(' ')),
    texts.map(sketchOf),
    () => {},
  )
  const of = new Map(groups.flatMap((group, number) => group.map((at) => [at, number] as const)))
  return { groups, together: (a: number, b: number) => of.has(a) && of.get(a) === of.get(b) }
}

const tokens = (texts: string[]) =>
  texts.map((text) => tokensOf(text, 'whitespace')).filter(({ length }) => length)
const messages = () =>
  tokens(
    readFileSync(shared('text/SMSSpamCollection.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[1] ?? ''),
  )
const reviews = () =>
  tokens(
    readFileSync(shared('text/movie_reviews.csv'), 'utf8')
      .split(/\n(?=cv\d+_\d+,)/)
      .slice(1)
      .map((row) => row.replace(/^[^,]*,[^,]*,/, '')),
  )

test('of 5,574 messages those are nearly the same that Jaccard, counted for all pairs, says', () => {
  const texts = messages()
  const jaccard = exact(texts)
  const { groups, together } = groupsOf(texts)
  const pairs = pairsFrom(texts, jaccard, leastResemblance)
  const found = pairs.filter(([a, b]) => together(a, b))
  expect([texts.length, groups.length, pairs.length]).toEqual([5572, 348, 1313])
  expect(found.length / pairs.length).toBeGreaterThan(0.99)
  // What is in a group is there by a chain of such pairs.
  const truly = joined(texts.length)
  for (const [a, b] of pairs) truly.join(a, b)
  for (const group of groups) expect(new Set(group.map(truly.of)).size).toBe(1)
})

test('of 2,000 long reviews a sketch of 256 shingles says what all of them do, and those given twice are found', () => {
  const texts = reviews()
  const jaccard = exact(texts)
  const sketches = texts.map(sketchOf)
  const pairs = pairsFrom(texts, jaccard, 0.02)
  expect(pairs).toHaveLength(111)
  for (const [a, b] of pairs) {
    const estimated = resemblance(sketches[a] as Uint32Array, sketches[b] as Uint32Array)
    expect(Math.abs(jaccard(a, b) - estimated)).toBeLessThan(0.05)
  }
  const near = pairs.filter(([a, b]) => jaccard(a, b) >= leastResemblance)
  expect(groupsOf(texts).groups).toEqual(near.sort(([a], [b]) => a - b))
})

test('a hundred texts of one form among others are one group, and an empty one is in none', () => {
  const texts = Array.from({ length: 300 }, (_, at) =>
    at % 3
      ? `dear customer number ${at} you were drawn as a winner of our weekly prize of a thousand pounds and a holiday for two please call us now`
      : `text ${at} says ${at * 7} things ${at + 5} that ${at * 3} no other says`,
  )
  const { groups } = groupsOf([...texts, '', ''].map((text) => tokensOf(text, 'whitespace')))
  expect(groups).toEqual([texts.flatMap((_, at) => (at % 3 ? [at] : []))])
})
