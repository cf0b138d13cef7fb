import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { create } from 'zustand'

/** Where keys hold, which address that is, and each act with its keys: `shortcuts.acts.<act>` names it. */
export const shortcutGroups = [
  {
    group: 'everywhere',
    at: null,
    acts: [
      ['list', '?'],
      ['toData', 'G D'],
      ['toModels', 'G M'],
      ['toTrain', 'G T'],
      ['toRuns', 'G R'],
      ['search', '/'],
      ['close', 'Esc'],
    ],
  },
  {
    group: 'samples',
    at: /^\/data\/./,
    acts: [
      ['walk', '← ↑ ↓ →'],
      ['extend', 'Shift+←'],
      ['choose', 'Space'],
      ['large', 'Enter'],
      ['leaveOut', 'X'],
      ['undo', 'Ctrl+Z'],
      ['redoPreparation', 'Ctrl+Shift+Z'],
    ],
  },
  {
    group: 'runs',
    at: /^\/runs$/,
    acts: [
      ['walk', '↑ ↓'],
      ['compare', 'Space'],
      ['open', 'Enter'],
      ['rename', 'F2'],
      ['delete', 'Delete'],
    ],
  },
  {
    group: 'designer',
    at: /^\/models\/./,
    acts: [
      ['add', '/'],
      ['delete', 'Delete'],
      ['undo', 'Ctrl+Z'],
      ['redo', 'Ctrl+Shift+Z'],
      ['copy', 'Ctrl+C'],
      ['cut', 'Ctrl+X'],
      ['paste', 'Ctrl+V'],
      ['duplicate', 'Ctrl+D'],
      ['selectAll', 'Ctrl+A'],
      ['selectNone', 'Esc'],
      ['selectMore', 'Shift'],
      ['next', 'Tab'],
      ['move', '← ↑ ↓ →'],
      ['layOut', 'L'],
      ['fit', 'F'],
      ['code', 'C'],
      ['palette', '['],
      ['inspector', ']'],
    ],
  },
] as const

/** Whether the list of shortcuts is open. */
export const useShortcutList = create<{ open: boolean }>()(() => ({ open: false }))

/** Whether a key goes into a field, or to a dialog or menu that is open. */
export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null

const places: Record<string, string> = { d: '/data', m: '/models', t: '/train', r: '/runs' }

/** The keys that hold on every screen: `?`, `/` for the search there is, and G followed by a screen's letter. */
export function useShortcuts(): void {
  const navigate = useNavigate()
  // Not within the effect, which begins anew at each screen: a G that was pressed just before would be forgotten.
  const going = useRef(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      const place = going.current ? places[event.key] : undefined
      going.current = event.key === 'g'
      const search = document.querySelector<HTMLInputElement>('main input[data-search]')
      if (place) void navigate(place)
      else if (event.key === '?') useShortcutList.setState({ open: true })
      else if (event.key === '/' && search) search.focus()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [navigate])
}
