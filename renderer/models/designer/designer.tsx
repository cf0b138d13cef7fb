import { SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { nodeSize } from '../edit/arrange.ts'
import { addLayer } from '../edit/edit-graph.ts'
import { Canvas } from './canvas.tsx'
import { CodePanel } from './code-panel.tsx'
import { useDesign } from './design-store.ts'
import classes from './designer.module.css'
import { DesignerBar } from './designer-bar.tsx'
import { Inspector } from './inspector.tsx'
import { Palette } from './palette.tsx'
import { QuickPalette } from './quick-palette.tsx'
import { deleteSelected, duplicateSelected, useDesignerKeys } from './use-designer-keys.ts'
import { type SaveState, useSavedDesign } from './use-saved-design.ts'

/** Draws one model. */
export function Designer({ id }: { id: string }) {
  const { document, error, state } = useSavedDesign(id)
  if (!document) {
    return (
      <Stack p="md" aria-busy={!error}>
        {error ? <FailureNotice failure={error} /> : <Skeleton h={240} animate={false} />}
      </Stack>
    )
  }
  return (
    <ReactFlowProvider>
      <Drawing id={id} document={document} error={error} state={state} />
    </ReactFlowProvider>
  )
}

/** Adds a layer after the selected one, or after the last; an input begins a branch of its own. */
function addAfter(kind: string): string | null {
  const { document, selected, change, select } = useDesign.getState()
  if (!document) return null
  const { layers } = document.keras.config
  const after = layers.find(({ name }) => name === selected[0])?.name ?? layers.at(-1)?.name ?? null
  const place = document.canvas.positions[after ?? ''] ?? { x: 0, y: -112 }
  const at =
    kind === 'InputLayer'
      ? { x: place.x + nodeSize.width + 40, y: place.y }
      : { x: place.x, y: place.y + 112 }
  const taken = Object.values(document.canvas.positions)
  while (
    taken.some(({ x, y }) => Math.abs(x - at.x) < nodeSize.width && Math.abs(y - at.y) < nodeSize.height)
  )
    at.x += nodeSize.width + 40
  const added = addLayer(document, kind, at, kind === 'InputLayer' ? null : after)
  change(() => added.document)
  select([added.name])
  return added.name
}

/** Whether a layer is on the screen as a whole. */
function inView(name: string): boolean {
  const layer = window.document.querySelector(`.react-flow__node[data-id="${CSS.escape(name)}"]`)
  const frame = layer?.closest('.react-flow')?.getBoundingClientRect()
  const box = layer?.getBoundingClientRect()
  if (!box || !frame) return false
  return (
    box.top >= frame.top && box.bottom <= frame.bottom && box.left >= frame.left && box.right <= frame.right
  )
}

function Drawing(props: { id: string; document: ModelDocument; error: Error | null; state: SaveState }) {
  const { t } = useTranslation('models')
  const { document } = props
  const graph = useMemo(() => inferShapes(document), [document])
  const { fitView, getZoom } = useReactFlow()
  const [quick, setQuick] = useState(false)
  const [shortcutsOpen, setShortcutsOpen] = useState(false)
  const [side, setSide] = useState('layer')
  const { layOut } = useDesignerKeys({
    quickAdd: () => setQuick(true),
    shortcuts: () => setShortcutsOpen(true),
    code: () => setSide((now) => (now === 'code' ? 'layer' : 'code')),
  })
  // What is added below the edge of the window is brought into it, as large as everything else.
  const add = (kind: string) => {
    const name = addAfter(kind)
    if (!name) return
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const inside = inView(name)
        if (!inside) void fitView({ nodes: [{ id: name }], minZoom: getZoom(), maxZoom: getZoom() })
      }),
    )
  }
  return (
    <div className={classes.designer} data-side={side}>
      <div className={classes.top}>
        <DesignerBar
          id={props.id}
          document={document}
          graph={graph}
          state={props.state}
          shortcutsOpen={shortcutsOpen}
          onShortcuts={setShortcutsOpen}
          onLayOut={layOut}
        />
        {props.error && <FailureNotice failure={props.error} />}
      </div>
      <Palette onAdd={add} />
      <Canvas document={document} graph={graph} />
      <aside className={classes.side}>
        <SegmentedControl
          size="xs"
          fullWidth
          value={side}
          onChange={setSide}
          transitionDuration={0}
          data={[
            { value: 'layer', label: t('layer') },
            { value: 'code', label: t('code') },
          ]}
        />
        {side === 'code' ? (
          <CodePanel document={document} />
        ) : (
          <Inspector
            document={document}
            graph={graph}
            onDuplicate={duplicateSelected}
            onDelete={deleteSelected}
          />
        )}
      </aside>
      <QuickPalette open={quick} onAdd={add} onClose={() => setQuick(false)} />
    </div>
  )
}
