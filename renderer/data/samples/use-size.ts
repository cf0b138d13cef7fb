import { type RefObject, useEffect, useState } from 'react'

/** The inner size of an element, as it changes. */
export function useSize(element: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const one = element.current
    if (!one) return
    const watch = new ResizeObserver(() => setSize({ width: one.clientWidth, height: one.clientHeight }))
    watch.observe(one)
    return () => watch.disconnect()
  }, [element])
  return size
}
