import { SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels'
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
import { type Side, usePanelWidths } from './panel-widths.ts'
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
  const [side, setSide] = useState<Side>('layer')
  const palette = usePanelRef()
  const inspector = usePanelRef()
  // What is closed cannot be reached by the keyboard either.
  const [closed, setClosed] = useState({ palette: false, side: false })
  const [widths] = useState(usePanelWidths.getState)
  const show = (next: Side) => {
    setSide(next)
    inspector.current?.resize(usePanelWidths.getState()[next])
  }
  const keepWidths = (_: unknown, { isUserInteraction }: { isUserInteraction: boolean }) => {
    if (!isUserInteraction) return
    // One that was closed opens again as wide as it was.
    for (const [name, panel] of [
      ['palette', palette],
      [side, inspector],
    ] as const) {
      const { inPixels = 0 } = panel.current?.getSize() ?? {}
      if (inPixels > 0) usePanelWidths.setState({ [name]: Math.round(inPixels) })
    }
  }
  const toggle = (panel: typeof palette) =>
    panel.current?.isCollapsed() ? panel.current.expand() : panel.current?.collapse()
  const { layOut } = useDesignerKeys({
    quickAdd: () => setQuick(true),
    code: () => show(side === 'code' ? 'layer' : 'code'),
    palette: () => toggle(palette),
    inspector: () => toggle(inspector),
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
    <div className={classes.designer}>
      <div className={classes.top}>
        <DesignerBar id={props.id} document={document} graph={graph} state={props.state} onLayOut={layOut} />
        {props.error && <FailureNotice failure={props.error} />}
      </div>
      <Group className={classes.panels} onLayoutChanged={keepWidths}>
        <Panel
          id="palette"
          panelRef={palette}
          {...{ defaultSize: widths.palette, minSize: 140, maxSize: '40%' }}
          collapsible
          groupResizeBehavior="preserve-pixel-size"
          onResize={({ inPixels }) => setClosed((now) => ({ ...now, palette: inPixels === 0 }))}
        >
          {!closed.palette && <Palette onAdd={add} />}
        </Panel>
        <Separator className={classes.separator} aria-label={t('palette')} />
        <Panel id="canvas" minSize={240}>
          <Canvas document={document} graph={graph} />
        </Panel>
        <Separator className={classes.separator} aria-label={t('inspector')} />
        <Panel
          id="side"
          panelRef={inspector}
          {...{ defaultSize: widths[side], minSize: 220, maxSize: '60%' }}
          collapsible
          groupResizeBehavior="preserve-pixel-size"
          onResize={({ inPixels }) => setClosed((now) => ({ ...now, side: inPixels === 0 }))}
        >
          {!closed.side && (
            <aside className={classes.side}>
              <SegmentedControl
                size="xs"
                fullWidth
                value={side}
                onChange={(value) => show(value === 'code' ? 'code' : 'layer')}
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
          )}
        </Panel>
      </Group>
      <QuickPalette open={quick} onAdd={add} onClose={() => setQuick(false)} />
    </div>
  )
}
