import { create } from 'zustand'

/** Where the pointer stands on the charts of one group: all of them show their values there. */
export const useCrosshair = create<{ sync: string; x: number } | null>()(() => null)

/** The part of a chart between its axes, in pixels of the whole. */
export const plot = { left: 56, right: 16, top: 16, bottom: 40 }

/** The value under a pixel of a chart that is `width` wide; null outside of the plot. */
export function valueAtPixel(px: number, width: number, [first, last]: [number, number]): number | null {
  const share = (px - plot.left) / (width - plot.left - plot.right)
  return share < -0.01 || share > 1.01 ? null : first + Math.min(1, Math.max(0, share)) * (last - first)
}

/** Where a value stands, as a share of the plot's width (or, from the bottom, of its height). */
export function shareOf(value: number, [low, high]: [number, number], log = false): number {
  const scale = log ? Math.log : (one: number) => one
  return (scale(value) - scale(low)) / (scale(high) - scale(low))
}
