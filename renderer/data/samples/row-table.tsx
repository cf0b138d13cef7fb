// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a table's
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the row it stands on
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cellText } from '../../charts/number-format.ts'
import type { ItemViewProps } from './item-view.ts'
import classes from './samples.module.css'
import { useGallery } from './use-gallery.ts'
import { useItems } from './use-items.ts'
import { useSize } from './use-size.ts'

const rowHeight = 30
/** A browser has no place for more: 15 million pixels. */
const mostRows = 500_000

/** Rows of a table, or texts with their classes, of which only those in sight exist. */
export function RowTable({ dataset, filter, onLeaveOut, onState, large }: ItemViewProps) {
  const { t } = useTranslation('gallery')
  const texts = dataset.kind === 'text-folder'
  const scroll = useRef<HTMLDivElement>(null)
  const { height } = useSize(scroll)
  const items = useItems(dataset, filter)
  const total = items.total ?? 0
  const virtual = useVirtualizer({
    count: Math.min(mostRows, total),
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const inSight = virtual.getVirtualItems()
  useEffect(() => items.want(inSight[0]?.index ?? 0, inSight.at(-1)?.index ?? 0))
  const gallery = useGallery({
    total: Math.min(mostRows, total),
    step: 1,
    page: Math.max(1, Math.floor(height / rowHeight) - 2),
    at: items.at,
    onMove: (index) => virtual.scrollToIndex(index),
    onLeaveOut,
  })
  useEffect(() => onState({ total: items.total, failure: items.failure, chosen: gallery.chosen.size }))
  const columns = texts
    ? [
        { name: t('class'), number: false, width: '160px' },
        { name: t('text'), number: false, width: 'minmax(320px, 1fr)' },
      ]
    : dataset.columns.map(({ name, type }) => ({
        name,
        number: type === 'number',
        width:
          type === 'text'
            ? 'minmax(200px, 2fr)'
            : type === 'date'
              ? 'minmax(160px, 1fr)'
              : 'minmax(96px, 1fr)',
      }))
  const least = columns.reduce((sum, { width }) => sum + Number(/\d+/.exec(width)?.[0]), 96)
  const tracks = ['88px', ...columns.map(({ width }) => width)].join(' ')
  return (
    <>
      <div
        ref={scroll}
        className={classes.scroll}
        style={{ '--tracks': tracks, '--least': `${least}px` } as CSSProperties}
        role="grid"
        aria-label={t('rows')}
        aria-multiselectable="true"
        aria-rowcount={total + 1}
        aria-activedescendant={total ? `item-${gallery.current}` : undefined}
        tabIndex={0}
        onKeyDown={gallery.onKey}
      >
        <div className={classes.head} role="row" aria-rowindex={1}>
          <div role="columnheader" className={classes.cell} data-number>
            {t('row')}
          </div>
          {columns.map(({ name, number }) => (
            <div
              key={name}
              role="columnheader"
              className={classes.cell}
              data-number={number || undefined}
              title={name}
            >
              {name}
            </div>
          ))}
        </div>
        <div
          role="rowgroup"
          style={{ height: virtual.getTotalSize(), position: 'relative', minWidth: least }}
        >
          {inSight.map((row) => {
            const sample = items.at(row.index)
            const cells = texts ? [sample?.label ?? '', sample?.cells[0] ?? ''] : (sample?.cells ?? [])
            const number = texts ? row.index + 1 : Number(sample?.key.split('#')[1]) + 1
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
              <div
                key={row.key}
                id={`item-${row.index}`}
                role="row"
                aria-rowindex={row.index + 2}
                aria-selected={sample ? gallery.chosen.has(sample.key) : false}
                className={classes.row}
                data-current={row.index === gallery.current || undefined}
                data-left-out={sample?.leftOut || undefined}
                style={{ transform: `translateY(${row.start}px)` }}
                onClick={(event) => gallery.onClick(event, row.index)}
                onDoubleClick={() => gallery.show(row.index)}
              >
                <div
                  role="gridcell"
                  className={classes.cell}
                  data-number
                  title={sample?.leftOut ? t('leftOut') : undefined}
                >
                  {sample?.leftOut ? `× ${number}` : sample ? number : ''}
                </div>
                {columns.map(({ name, number }, at) => (
                  <div
                    key={name}
                    role="gridcell"
                    className={classes.cell}
                    data-number={number || undefined}
                    title={cells[at]}
                  >
                    {number ? cellText(cells[at] ?? '') : cells[at]}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {total > mostRows && <div className={classes.more}>{t('moreRows', { count: mostRows })}</div>}
      {large(gallery, items.at)}
    </>
  )
}
