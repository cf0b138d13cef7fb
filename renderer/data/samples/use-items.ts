import { useEffect, useReducer, useRef, useState } from 'react'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Sample, SampleQuery } from '../../../contract/data/samples.ts'
import { callService, ServiceFailure } from '../../service.ts'

export type ItemFilter = Omit<SampleQuery, 'dataset' | 'offset' | 'limit'>

const pageSize = 200
const mostPages = 60

/** The items that a filter leaves, of which only the stretches in sight are asked for; those of before stay until new ones have come. */
export function useItems(dataset: Dataset, filter: ItemFilter) {
  const [, show] = useReducer((times: number) => times + 1, 0)
  const [failure, setFailure] = useState<ServiceFailure | null>(null)
  const [sight, setSight] = useState({ first: 0, last: 0 })
  const [total, setTotal] = useState<number | null>(null)
  const pages = useRef(new Map<number, Sample[]>())
  const fresh = useRef({ of: '', pages: new Set<number>() })
  const of = `${dataset.id} ${dataset.version} ${JSON.stringify(filter)}`
  const { first, last } = sight
  useEffect(() => {
    if (fresh.current.of !== of) fresh.current = { of, pages: new Set() }
    const { pages: asked } = fresh.current
    for (let page = first; page <= last; page++) {
      if (asked.has(page)) continue
      asked.add(page)
      const query = { dataset: dataset.id, ...filter, offset: page * pageSize, limit: pageSize }
      callService('dataset.samples', query).then(
        (found) => {
          if (fresh.current.of !== of) return
          pages.current.delete(page)
          pages.current.set(page, found.samples)
          for (const old of pages.current.keys()) {
            if (pages.current.size <= mostPages) break
            pages.current.delete(old)
            asked.delete(old)
          }
          setTotal(found.total)
          setFailure(null)
          show()
        },
        (thrown) => {
          asked.delete(page)
          if (fresh.current.of === of && thrown instanceof ServiceFailure) setFailure(thrown)
        },
      )
    }
  }, [of, first, last, dataset.id, filter])
  return {
    total,
    failure,
    /** Says which are in sight. */
    want(from: number, to: number) {
      const first = Math.floor(Math.max(0, from) / pageSize)
      const last = Math.floor(Math.max(0, from, to) / pageSize)
      setSight((old) => (old.first === first && old.last === last ? old : { first, last }))
    },
    at: (index: number): Sample | undefined =>
      pages.current.get(Math.floor(index / pageSize))?.[index % pageSize],
  }
}
