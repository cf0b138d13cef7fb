import type { SamplePage, SampleQuery, ThumbnailQuery } from '../../../contract/data/samples.ts'
import type { DataContext } from '../context.ts'
import { getDataset } from '../rows.ts'
import { askGallery } from './ask-gallery.ts'

/** A stretch of a data set's items. @throws Fault `dataset.unknown` */
export async function readSamples({ db, home }: DataContext, query: SampleQuery): Promise<SamplePage> {
  return askGallery('samples', { home, dataset: getDataset(db, query.dataset), query })
}

/** Small pictures of some items. @throws Fault `dataset.unknown` */
export async function readThumbnails(
  { db, home }: DataContext,
  query: ThumbnailQuery,
): Promise<(string | null)[]> {
  return askGallery('thumbnails', { home, dataset: getDataset(db, query.dataset), query })
}
