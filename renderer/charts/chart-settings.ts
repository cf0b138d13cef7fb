import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export interface ChartSettings {
  axis: 'step' | 'epoch'
  log: boolean
  /** 0 to 0.99: the weight of the mean so far. */
  smoothing: number
  set: (change: Partial<Pick<ChartSettings, 'axis' | 'log' | 'smoothing'>>) => void
}

/** How curves are shown, kept between visits. */
export const useChartSettings = create<ChartSettings>()(
  persist((set) => ({ axis: 'step', log: false, smoothing: 0.6, set: (change) => set(change) }), {
    name: 'lathe.charts',
  }),
)
