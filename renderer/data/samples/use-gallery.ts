import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import type { Sample } from '../../../contract/data/samples.ts'

/** Where the keyboard stands, what is chosen, and what is shown large. */
export interface Gallery {
  current: number
  chosen: ReadonlySet<string>
  /** The item shown large; null: none. */
  large: number | null
  show(index: number | null): void
  clear(): void
  onKey(event: KeyboardEvent): void
  onClick(event: MouseEvent, index: number): void
}

/**
 * Arrows move, Shift and arrows choose a stretch, Space chooses one, Enter shows it large, X leaves out what is chosen (or the one it stands on),
 * Escape lets go. `step`: items a row; `page`: rows in sight.
 */
export function useGallery(given: {
  total: number
  step: number
  page: number
  at: (index: number) => Sample | undefined
  onMove: (index: number) => void
  onLeaveOut: (samples: Sample[]) => void
}): Gallery {
  const { total, step, page, at, onMove, onLeaveOut } = given
  const [place, setPlace] = useState(0)
  const [anchor, setAnchor] = useState(0)
  const [chosen, setChosen] = useState<ReadonlyMap<string, Sample>>(new Map())
  const [large, setLarge] = useState<number | null>(null)
  const current = Math.max(0, Math.min(place, total - 1))

  const stretch = (a: number, b: number) => {
    const samples = new Map<string, Sample>()
    for (let index = Math.min(a, b); index <= Math.max(a, b); index++) {
      const sample = at(index)
      if (sample) samples.set(sample.key, sample)
    }
    return samples
  }
  const toggle = (index: number) => {
    const sample = at(index)
    if (!sample) return
    const next = new Map(chosen)
    if (!next.delete(sample.key)) next.set(sample.key, sample)
    setChosen(next)
    setAnchor(index)
  }
  const move = (index: number, extend: boolean) => {
    const next = Math.max(0, Math.min(index, total - 1))
    setPlace(next)
    onMove(next)
    if (large !== null) setLarge(next)
    if (extend) setChosen(stretch(anchor, next))
    else setAnchor(next)
  }
  const leaveOut = () => {
    const one = at(current)
    const samples = chosen.size ? [...chosen.values()] : one ? [one] : []
    if (samples.length) onLeaveOut(samples.map((sample) => ({ ...sample })))
    setChosen(new Map())
  }
  return {
    current,
    chosen: new Set(chosen.keys()),
    large,
    show(index) {
      if (index !== null) setPlace(index)
      setLarge(index)
    },
    clear: () => setChosen(new Map()),
    onClick(event, index) {
      setPlace(index)
      if (event.shiftKey) setChosen(stretch(anchor, index))
      else if (event.ctrlKey || event.metaKey) toggle(index)
      else {
        const sample = at(index)
        setChosen(sample ? new Map([[sample.key, sample]]) : new Map())
        setAnchor(index)
      }
    },
    onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const extend = event.shiftKey
      const acts = new Map<string, () => void>([
        ['ArrowRight', () => move(current + 1, extend)],
        ['ArrowLeft', () => move(current - 1, extend)],
        ['ArrowDown', () => move(current + step, extend)],
        ['ArrowUp', () => move(current - step, extend)],
        ['PageDown', () => move(current + step * page, extend)],
        ['PageUp', () => move(current - step * page, extend)],
        ['Home', () => move(0, extend)],
        ['End', () => move(total - 1, extend)],
        [' ', () => toggle(current)],
        ['Enter', () => setLarge(current)],
        ['x', leaveOut],
        ['X', leaveOut],
        ['Escape', () => setChosen(new Map())],
      ])
      const act = acts.get(event.key)
      if (!act) return
      event.preventDefault()
      act()
    },
  }
}
