// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a table's
import { Checkbox, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunRow } from '../../../contract/training/run.ts'
import classes from '../runs.module.css'
import { gridOf, lookOf } from './column-choice.ts'
import { runColumns, runTableFeatures } from './runs-columns.tsx'
import { useRunsView } from './runs-view.ts'

const rowHeight = 36
const isNumber = (id: string) => id !== 'swatch' && lookOf(id).number

/** The runs as a table of which only the rows in sight exist. Arrows move, Space chooses, Enter opens, F2 renames, Delete asks. */
export function RunsTable(props: {
  rows: RunRow[]
  /** The columns behind the name. */
  columns: string[]
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  onOpen: (id: string) => void
  onDelete: (ids: string[]) => void
}) {
  const { rows: data, columns: ids, chosen, onChoose, onOpen, onDelete } = props
  const { t, i18n } = useTranslation('runs')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language gives other words with the same t
  const columns = useMemo(() => runColumns(t, ids), [t, i18n.language, ids])
  const grid = useMemo(() => gridOf(['name', ...ids]), [ids])
  const sorting = useRunsView((view) => view.sorting)
  const table = useTable({
    features: runTableFeatures,
    columns,
    data,
    getRowId: (row) => row.id,
    state: { sorting },
    onSortingChange: (change) =>
      useRunsView.setState((view) => ({
        sorting: typeof change === 'function' ? change(view.sorting) : change,
      })),
    enableSortingRemoval: false,
  })
  const rows = table.getRowModel().rows
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const [at, setAt] = useState<string | null>(null)
  const found = rows.findIndex((row) => row.id === at)
  const current = Math.max(found, 0)

  // The row to focus may come into being only after the scroll, when the one that had the focus is gone.
  const follow = useRef(false)
  useEffect(() => {
    if (!follow.current) return
    const row = scroll.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)
    if (!row) return
    follow.current = false
    row.focus({ preventScroll: true })
  })

  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  const move = (index: number) => {
    const next = Math.min(Math.max(0, index), Math.max(0, rows.length - 1))
    follow.current = true
    virtual.scrollToIndex(next)
    setAt(rows[next]?.id ?? null)
  }
  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (!target.matches('[role=row]')) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2)
    const id = rows[current]?.id
    const keys = new Map<string, () => void>([
      ['ArrowDown', () => move(current + 1)],
      ['ArrowUp', () => move(current - 1)],
      ['PageDown', () => move(current + page)],
      ['PageUp', () => move(current - page)],
      ['Home', () => move(0)],
      ['End', () => move(rows.length - 1)],
      ['Enter', () => id && onOpen(id)],
      [' ', () => id && toggle(id)],
      // The row's own pencil, which is no stop of the Tab key: a thousand rows would be a thousand stops.
      ['F2', () => target.querySelector<HTMLElement>('[data-rename]')?.click()],
      ['Delete', () => id && onDelete(chosen.size > 0 ? [...chosen] : [id])],
    ])
    const act = keys.get(event.key)
    if (!act) return
    event.preventDefault()
    act()
  }
  const allChosen = data.length > 0 && data.every((row) => chosen.has(row.id))

  return (
    <div
      ref={scroll}
      className={classes.table}
      style={{ '--tracks': grid.tracks, '--least': `${grid.least}px` } as CSSProperties}
      role="grid"
      aria-label={t('title')}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      tabIndex={-1}
      onKeyDown={onKey}
    >
      <div className={classes.head} role="row" aria-rowindex={1} tabIndex={-1}>
        <div role="columnheader" tabIndex={-1} className={classes.check}>
          <Checkbox
            size="xs"
            aria-label={t('chooseAll')}
            checked={allChosen}
            indeterminate={!allChosen && chosen.size > 0}
            onChange={() => onChoose(allChosen ? new Set() : new Set(data.map((row) => row.id)))}
          />
        </div>
        {table.getHeaderGroups()[0]?.headers.map((header) => {
          const sorted = header.column.getIsSorted()
          return (
            <div
              key={header.id}
              role="columnheader"
              tabIndex={-1}
              className={classes.cell}
              data-number={isNumber(header.column.id) || undefined}
              aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
            >
              {header.column.id === 'swatch' && <VisuallyHidden>{t('colour')}</VisuallyHidden>}
              {header.column.getCanSort() && (
                <button type="button" onClick={header.column.getToggleSortingHandler()}>
                  <table.FlexRender header={header} />
                  {sorted === 'asc' && <IconArrowUp size={12} aria-hidden />}
                  {sorted === 'desc' && <IconArrowDown size={12} aria-hidden />}
                </button>
              )}
            </div>
          )
        })}
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
            <div
              key={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={chosen.has(row.id)}
              data-index={item.index}
              tabIndex={item.index === current ? 0 : -1}
              className={classes.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onFocus={() => setAt(row.id)}
              onPointerEnter={() => useRunsView.setState({ lookedAt: row.id })}
              onPointerLeave={() => useRunsView.setState({ lookedAt: null })}
              onClick={() => onOpen(row.id)}
            >
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the row takes the keys */}
              <div
                role="gridcell"
                tabIndex={-1}
                className={classes.check}
                onClick={(event) => event.stopPropagation()}
              >
                <Checkbox
                  size="xs"
                  tabIndex={-1}
                  aria-label={t('choose', { name: row.original.name })}
                  checked={chosen.has(row.id)}
                  onChange={() => toggle(row.id)}
                />
              </div>
              {row.getAllCells().map((cell) => (
                <div
                  key={cell.id}
                  role="gridcell"
                  tabIndex={-1}
                  className={classes.cell}
                  data-number={isNumber(cell.column.id) || undefined}
                >
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
