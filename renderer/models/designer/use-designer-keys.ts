import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { isTyping } from '../../shell/shortcuts.ts'
import { arrange } from '../edit/arrange.ts'
import { copyLayers, pasteLayers, readCopied } from '../edit/copied-layers.ts'
import { removeLayers } from '../edit/edit-graph.ts'
import { redo, undo, useDesign } from './design-store.ts'

/** Puts what was copied beside itself and selects it. */
function paste(text: string): boolean {
  const { document, change, select } = useDesign.getState()
  const copied = readCopied(text)
  if (!document || !copied) return false
  const pasted = pasteLayers(document, copied)
  change(() => pasted.document)
  select(pasted.names)
  return true
}

/** Copies the selected layers beside themselves, with the connections among them. */
export function duplicateSelected(): void {
  const { document, selected } = useDesign.getState()
  if (document && selected.length > 0) paste(copyLayers(document, [...selected]))
}

/** Takes the selected layers away, as one change. */
export function deleteSelected(): void {
  const { selected, change, select } = useDesign.getState()
  if (selected.length === 0) return
  select([])
  change((now) => removeLayers(now, [...selected]))
}

/** Selects every layer. */
export function selectAll(): void {
  const { document, select } = useDesign.getState()
  select(document?.keras.config.layers.map(({ name }) => name) ?? [])
}

const selectNone = () => useDesign.getState().select([])

/** The shortcuts of the designer; while somebody types in a field, the field has them. */
export function useDesignerKeys(open: Record<'quickAdd' | 'code' | 'palette' | 'inspector', () => void>): {
  layOut: () => void
} {
  const { fitView } = useReactFlow()
  const fit = () => void fitView({ maxZoom: 1, padding: 0.12 })
  const layOut = () => {
    useDesign.getState().change(arrange)
    // The drawing is measured again before it is fitted.
    requestAnimationFrame(() => requestAnimationFrame(fit))
  }
  useEffect(() => {
    const commands: Record<string, () => void> = {
      'mod+z': undo,
      'mod+shift+z': redo,
      'mod+y': redo,
      'mod+a': selectAll,
      escape: selectNone,
      'mod+d': duplicateSelected,
      '/': open.quickAdd,
      c: open.code,
      '[': open.palette,
      ']': open.inspector,
      f: fit,
      l: layOut,
    }
    const press = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.altKey) return
      const mod = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      const command = commands[mod ? `mod+${event.shiftKey ? 'shift+' : ''}${key}` : key]
      if (!command) return
      event.preventDefault()
      command()
    }
    const copy = (event: ClipboardEvent) => {
      const { document, selected } = useDesign.getState()
      if (isTyping(event.target) || !document || selected.length === 0 || !getSelection()?.isCollapsed) return
      event.clipboardData?.setData('text/plain', copyLayers(document, [...selected]))
      event.preventDefault()
      if (event.type === 'cut') deleteSelected()
    }
    const put = (event: ClipboardEvent) => {
      if (!isTyping(event.target) && paste(event.clipboardData?.getData('text/plain') ?? ''))
        event.preventDefault()
    }
    window.addEventListener('keydown', press)
    window.addEventListener('copy', copy)
    window.addEventListener('cut', copy)
    window.addEventListener('paste', put)
    return () => {
      window.removeEventListener('keydown', press)
      window.removeEventListener('copy', copy)
      window.removeEventListener('cut', copy)
      window.removeEventListener('paste', put)
    }
  })
  return { layOut }
}
