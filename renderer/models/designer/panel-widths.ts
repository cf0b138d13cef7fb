import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** What the panel on the right shows: code needs more room than settings. */
export type Side = 'layer' | 'code'

/** How wide the panels of the designer are, in pixels; kept between visits. */
export const usePanelWidths = create<Record<'palette' | Side, number>>()(
  persist(() => ({ palette: 184, layer: 276, code: 460 }), { name: 'lathe.designer.panels' }),
)
