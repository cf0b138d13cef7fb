import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useReducer } from 'react'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { emptyRecipe, type Recipe } from '../../../contract/data/preprocessing.ts'
import type { Preview } from '../../../contract/data/preview.ts'
import type { Split } from '../../../contract/data/split.ts'
import { callService, type ServiceFailure } from '../../service.ts'

/** What is being decided, before it is kept. */
export interface Draft {
  recipe: Recipe
  split: Split | null
}
interface History {
  present: Draft
  past: Draft[]
  future: Draft[]
}
type Step = { do: 'change'; to: Partial<Draft> } | { do: 'undo' | 'redo' }

const draftOf = ({ preprocessing, split }: Dataset): Draft => ({
  recipe: preprocessing ?? emptyRecipe,
  split,
})
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Goes from one state of the draft to the next, and back and forth. */
function stepHistory({ present, past, future }: History, step: Step): History {
  if (step.do === 'change') {
    const next = { ...present, ...step.to }
    return same(next, present)
      ? { present, past, future }
      : { present: next, past: [...past, present], future: [] }
  }
  if (step.do === 'undo') {
    const before = past.at(-1)
    return before
      ? { present: before, past: past.slice(0, -1), future: [present, ...future] }
      : { present, past, future }
  }
  const [after, ...rest] = future
  return after ? { present: after, past: [...past, present], future: rest } : { present, past, future }
}

/** The draft of a data set's preparation, with its undo, and what it would make of real items a moment after each change. */
export function usePreparation(dataset: Dataset) {
  const [{ present, past, future }, step] = useReducer(stepHistory, {
    present: draftOf(dataset),
    past: [],
    future: [],
  })
  const [settled] = useDebouncedValue(present, 300)
  const asked = { id: dataset.id, recipe: settled.recipe, split: settled.split }
  const { data, error, isFetching } = useQuery<Preview, ServiceFailure>({
    queryKey: ['dataset.preview', dataset.version, asked],
    queryFn: () => callService('dataset.preview', asked),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return {
    draft: present,
    change: (to: Partial<Draft>) => step({ do: 'change', to }),
    undo: past.length ? () => step({ do: 'undo' }) : null,
    redo: future.length ? () => step({ do: 'redo' }) : null,
    changed: !same(present, draftOf(dataset)),
    preview: data,
    failure: error?.failure ?? null,
    busy: isFetching || settled !== present,
  }
}
export type Preparation = ReturnType<typeof usePreparation>
