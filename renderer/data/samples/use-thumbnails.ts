import { useEffect, useReducer, useRef } from 'react'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { callService } from '../../service.ts'

/** Small pictures that were seen last, by data, item and size; null: there is none. */
const kept = new Map<string, string | null>()
const mostKept = 4000
/** Pictures a call, and calls at a time: few, so that what has scrolled out of sight is never asked for. */
const batch = 24
const atATime = 3

/**
 * The small pictures of the items in sight. They are asked for a few at a time, those in sight at that moment: what is passed by is not
 * waited for. Gives what there is of an item: undefined while it is on its way.
 */
export function useThumbnails(
  dataset: Pick<Dataset, 'id' | 'digest' | 'contents'>,
  items: string[],
  size: number,
) {
  const [, show] = useReducer((times: number) => times + 1, 0)
  const state = useRef({ calls: 0, under: new Set<string>(), wanted: items, alive: true })
  const { id } = dataset
  const set = `${id} ${dataset.contents ?? dataset.digest} ${size}`
  useEffect(() => {
    const { current } = state
    current.alive = true
    return () => {
      current.alive = false
    }
  }, [])
  // After each drawing: what is in sight may be another.
  useEffect(() => {
    const { current } = state
    current.wanted = items
    const pump = async () => {
      if (!current.alive || current.calls >= atATime) return
      const next = current.wanted
        .filter((item) => !kept.has(`${set} ${item}`) && !current.under.has(`${set} ${item}`))
        .slice(0, batch)
      if (!next.length) return
      current.calls += 1
      for (const item of next) current.under.add(`${set} ${item}`)
      void pump()
      const urls = await callService('dataset.thumbnails', { dataset: id, items: next, size }).catch(
        () => null,
      )
      current.calls -= 1
      for (const [at, item] of next.entries()) {
        current.under.delete(`${set} ${item}`)
        // A call that failed says nothing of the pictures: they are asked for again when next they are drawn.
        if (urls) keep(`${set} ${item}`, urls[at] ?? null)
      }
      if (current.alive && urls) show()
    }
    void pump()
  })
  return (item: string): string | null | undefined => kept.get(`${set} ${item}`)
}

function keep(key: string, url: string | null): void {
  kept.set(key, url)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
}
