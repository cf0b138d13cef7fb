import { useEffect, useState } from 'react'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { callService } from '../../service.ts'
import { openDesign, useDesign } from './design-store.ts'

export type SaveState = 'saved' | 'saving' | 'unsaved'

const saveAfter = 400
const againAfter = 2000

/** Opens a model, and saves it a moment after each change and on leaving; what could not be saved is tried again. */
export function useSavedDesign(id: string): {
  document: ModelDocument | null
  error: Error | null
  state: SaveState
} {
  const [error, setError] = useState<Error | null>(null)
  const [state, setState] = useState<SaveState>('saved')
  const document = useDesign((design) => (design.id === id ? design.document : null))
  useEffect(() => {
    let saved: ModelDocument | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const save = () => {
      clearTimeout(timer)
      const now = useDesign.getState().document
      if (!saved || !now || now === saved || useDesign.getState().id !== id) return
      const before = saved
      saved = now
      callService('model.save', { id, document: now }).then(
        () => {
          setError(null)
          if (useDesign.getState().document === now) setState('saved')
        },
        (thrown: Error) => {
          saved = before
          setError(thrown)
          setState('unsaved')
          if (!left) timer = setTimeout(save, againAfter)
        },
      )
    }
    callService('model.get', { id }).then((model) => {
      if (left) return
      saved = model.document
      openDesign(id, model.document)
    }, setError)
    const end = useDesign.subscribe((now, before) => {
      if (now.document === before.document || now.id !== before.id || !saved) return
      clearTimeout(timer)
      setState(now.document === saved ? 'saved' : 'saving')
      timer = setTimeout(save, saveAfter)
    })
    window.addEventListener('pagehide', save)
    return () => {
      left = true
      end()
      window.removeEventListener('pagehide', save)
      save()
    }
  }, [id])
  return { document, error, state }
}
