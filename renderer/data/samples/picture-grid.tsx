import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sample } from '../../../contract/data/samples.ts'
import type { ItemViewProps } from './item-view.ts'
import classes from './samples.module.css'
import { useGallery } from './use-gallery.ts'
import { useItems } from './use-items.ts'
import { useSize } from './use-size.ts'
import { useThumbnails } from './use-thumbnails.ts'

const gap = 8
const caption = 20

/** Pictures as a grid of which only the rows in sight exist. */
export function PictureGrid({
  dataset,
  filter,
  size,
  onLeaveOut,
  onState,
  large,
}: ItemViewProps & { size: number }) {
  const { t } = useTranslation('gallery')
  const scroll = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(scroll)
  const columns = Math.max(1, Math.floor((width - gap) / (size + gap)))
  const items = useItems(dataset, filter)
  const total = items.total ?? 0
  const rows = Math.ceil(total / columns)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroll.current,
    estimateSize: () => size + caption + gap,
    overscan: 2,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size of the rows makes other places
  useEffect(() => virtual.measure(), [size, columns])
  const inSight = virtual.getVirtualItems()
  const from = (inSight[0]?.index ?? 0) * columns
  const to = Math.max(from + 1, ((inSight.at(-1)?.index ?? 0) + 1) * columns) - 1
  useEffect(() => items.want(from, to))
  const keys: string[] = []
  for (let index = from; index <= Math.min(to, total - 1); index++) {
    const key = items.at(index)?.key
    if (key) keys.push(key)
  }
  const pictureOf = useThumbnails(dataset, keys, pixelsOf(size))
  const gallery = useGallery({
    total,
    step: columns,
    page: Math.max(1, Math.floor(height / (size + caption + gap)) - 1),
    at: items.at,
    onMove: (index) => virtual.scrollToIndex(Math.floor(index / columns)),
    onLeaveOut,
  })
  useEffect(() => onState({ total: items.total, failure: items.failure, chosen: gallery.chosen.size }))
  return (
    <>
      <div
        ref={scroll}
        className={classes.scroll}
        role="listbox"
        aria-label={t('pictures')}
        aria-multiselectable="true"
        aria-activedescendant={total ? `item-${gallery.current}` : undefined}
        tabIndex={0}
        onKeyDown={gallery.onKey}
      >
        <div
          role="none"
          style={{ height: virtual.getTotalSize(), position: 'relative' }}
          onClick={(event) => on(event, (index) => gallery.onClick(event, index))}
          onDoubleClick={(event) => on(event, gallery.show)}
        >
          {inSight.map((row) => (
            <div
              key={row.key}
              role="none"
              className={classes.gridRow}
              style={{
                transform: `translateY(${row.start + gap}px)`,
                gridTemplateColumns: `repeat(${columns}, ${size}px)`,
              }}
            >
              {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) => {
                const index = row.index * columns + column
                const sample = items.at(index)
                return (
                  <Picture
                    key={sample?.key ?? index}
                    sample={sample}
                    index={index}
                    total={total}
                    size={size}
                    url={sample && pictureOf(sample.key)}
                    chosen={sample ? gallery.chosen.has(sample.key) : false}
                    current={index === gallery.current}
                  />
                )
              })}
            </div>
          ))}
        </div>
      </div>
      {large(gallery, items.at)}
    </>
  )
}

/** Two sizes are drawn, so that the slider does not have every picture drawn anew at each of its steps. */
const pixelsOf = (size: number) => (size * Math.min(2, window.devicePixelRatio) <= 128 ? 128 : 320)

/** The picture that the mouse is on, if any. */
function on(event: MouseEvent, act: (index: number) => void): void {
  const picture = (event.target as Element).closest('[data-index]')
  if (picture) act(Number(picture.getAttribute('data-index')))
}

interface PictureProps {
  sample: Sample | undefined
  index: number
  total: number
  size: number
  url: string | null | undefined
  chosen: boolean
  current: boolean
}

/** Drawn again only where it changed: scrolling draws the grid anew at every frame. What is done to it, the grid hears. */
const Picture = memo(function Picture(props: PictureProps) {
  const { t } = useTranslation('gallery')
  const { sample, index, size, url, chosen, current } = props
  const left = sample?.leftOut
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names the one it stands on
    <div
      id={`item-${index}`}
      role="option"
      aria-selected={chosen}
      aria-setsize={props.total}
      aria-posinset={index + 1}
      aria-label={
        sample ? `${sample.label} ${fileName(sample)}${left ? ` ${t('leftOut')}` : ''}` : t('loading')
      }
      title={sample && [sample.file, sample.label].join(' · ')}
      className={classes.picture}
      data-current={current || undefined}
      data-left-out={left || undefined}
      data-index={index}
    >
      <div className={classes.frame} style={{ blockSize: size }}>
        {url && (
          <img src={url} alt="" data-few={url.startsWith('data:image/png') || undefined} draggable={false} />
        )}
        {url === null && <span className={classes.none}>{t('noPicture')}</span>}
        {left && <span className={classes.mark}>{t('leftOut')}</span>}
      </div>
      <div className={classes.caption}>{sample?.label}</div>
    </div>
  )
})

const fileName = ({ file }: Sample) => file.split(/[\\/]/).at(-1) ?? ''
