import { type ReactFlowState, useStore } from '@xyflow/react'
import { useCallback } from 'react'
import { placeCard } from './place-card.ts'

type Place = ReturnType<typeof placeCard> | null

const same = (one: Place, other: Place) =>
  one === other || (one?.x === other?.x && one?.lead === other?.lead && one?.side === other?.side)

/** Where the card of a fault at a point of the drawing stands now; null while there is none. */
export function useCardPlace(faulty: boolean, x: number, y: number): Place {
  const place = useCallback(
    ({ transform: [left, top, zoom], width, height, nodes }: ReactFlowState): Place => {
      if (!faulty) return null
      const layers = nodes.map(({ position, measured }) => ({
        ...position,
        width: measured?.width ?? 0,
        height: measured?.height ?? 0,
      }))
      const view = { x: -left / zoom, y: -top / zoom, width: width / zoom, height: height / zoom }
      return placeCard({ x, y }, layers, view)
    },
    [faulty, x, y],
  )
  return useStore(place, same)
}
