import { Button, Group, Text, TextInput } from '@mantine/core'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { inferShapes } from '../../contract/graph/infer-shapes.ts'
import type { ModelDocument } from '../../contract/model.ts'
import { callService } from '../service.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Canvas } from './canvas.tsx'
import { openDesign, redo, undo, useDesign } from './design-store.ts'
import { addLayer, removeLayers, setSetting } from './edit-graph.ts'
import { Inspector } from './inspector.tsx'
import classes from './models.module.css'
import { Palette } from './palette.tsx'

const saveAfter = 400

/** Opens a model, and saves it a moment after each change and on leaving. */
function useSavedDesign(id: string): { document: ModelDocument | null; error: Error | null } {
  const [error, setError] = useState<Error | null>(null)
  const document = useDesign((state) => (state.id === id ? state.document : null))
  useEffect(() => {
    let saved: ModelDocument | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const save = () => {
      clearTimeout(timer)
      const now = useDesign.getState().document
      if (!saved || !now || now === saved || useDesign.getState().id !== id) return
      saved = now
      callService('model.save', { id, document: now }).then(() => setError(null), setError)
    }
    callService('model.get', { id }).then((model) => {
      if (left) return
      saved = model.document
      openDesign(id, model.document)
    }, setError)
    const end = useDesign.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(save, saveAfter)
    })
    return () => {
      left = true
      end()
      save()
    }
  }, [id])
  return { document, error }
}

/** Draws one model. */
export function Designer({ id }: { id: string }) {
  const { t } = useTranslation('models')
  const { document, error } = useSavedDesign(id)
  const { change, select, selected } = useDesign()
  const graph = useMemo(() => document && inferShapes(document), [document])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      if (typing || !(event.ctrlKey || event.metaKey)) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) redo()
      else undo()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  if (!document || !graph) return error && <FailureNotice failure={error} />
  const layers = document.keras.config.layers
  const add = (kind: string) => {
    const after = layers.find(({ name }) => name === selected)?.name ?? layers.at(-1)?.name ?? null
    const place = document.canvas.positions[after ?? ''] ?? { x: 0, y: -112 }
    const added = addLayer(document, kind, { x: place.x, y: place.y + 112 }, after)
    change(() => added.document)
    select(added.name)
  }
  return (
    <div className={classes.designer}>
      <Group className={classes.bar} gap="xs">
        <Button component={Link} to="/models" size="xs" variant="subtle">
          {t('title')}
        </Button>
        <TextInput
          size="xs"
          aria-label={t('name')}
          value={document.name}
          onChange={(event) => {
            const name = event.currentTarget.value
            change((now) => ({ ...now, name }))
          }}
        />
        <Button size="xs" variant="default" onClick={undo}>
          {t('undo')}
        </Button>
        <Button size="xs" variant="default" onClick={redo}>
          {t('redo')}
        </Button>
        <Text size="sm">{t('total', { value: graph.total.toLocaleString() })}</Text>
        {graph.faults.length > 0 && (
          <Text size="sm" c="red">
            {t('faults', { count: graph.faults.length })}
          </Text>
        )}
        <Button component={Link} to={`/train?model=${id}`} size="xs" ml="auto">
          {t('train')}
        </Button>
        {error && <FailureNotice failure={error} />}
      </Group>
      <div className={classes.side}>
        <Palette onAdd={add} />
      </div>
      <ReactFlowProvider>
        <Canvas key={id} document={document} graph={graph} />
      </ReactFlowProvider>
      <div className={classes.side}>
        <Inspector
          layer={layers.find(({ name }) => name === selected)}
          parameters={selected === null ? undefined : graph.parameters[selected]}
          onChange={(key, value) => selected && change((now) => setSetting(now, selected, key, value))}
          onDelete={() => {
            if (!selected) return
            change((now) => removeLayers(now, [selected]))
            select(null)
          }}
        />
      </div>
    </div>
  )
}
