import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'

/** Bytes of the file: some hundred thousand small pictures. */
const most = 512 * 2 ** 20
/** Written between two looks at how large it is. */
const between = 64
const day = 86_400_000

/** Small pictures on the disk, by the hash of the file they show and their size, so that a data set is drawn once only. */
export interface StoredThumbnails {
  get(hash: string, size: number): Buffer | null
  put(hash: string, size: number, thumbnail: Buffer): void
  close(): void
}

/**
 * Opens `thumbnails.db` of a home. SQLite reads many small things quicker than a file system does, and a write is there or not, whenever the
 * process ends. Nothing in it is needed: a damaged one is made anew, and where none can be (a full disk) pictures are just drawn again.
 * @param limit bytes beyond which those not seen for longest are forgotten, a tenth at a time
 */
export function openThumbnails(home: string, limit = most): StoredThumbnails {
  const path = join(home, 'thumbnails.db')
  let db = tryOpen(path)
  if (!db) {
    forget(path)
    db = tryOpen(path)
  }
  return db ? stored(db, limit) : { get: () => null, put() {}, close() {} }
}

function forget(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
}

function tryOpen(path: string): Database | null {
  let db: Database | undefined
  try {
    db = new Sqlite(path)
    db.pragma('journal_mode = WAL')
    // What a power cut takes is drawn again.
    db.pragma('synchronous = OFF')
    db.exec(
      'CREATE TABLE IF NOT EXISTS thumbnails (hash TEXT, size INTEGER, seen INTEGER, bytes BLOB, PRIMARY KEY (hash, size));' +
        'CREATE INDEX IF NOT EXISTS by_seen ON thumbnails (seen)',
    )
    return db
  } catch {
    db?.close()
    return null
  }
}

function stored(db: Database, limit: number): StoredThumbnails {
  const read = db.prepare('SELECT bytes, seen FROM thumbnails WHERE hash = ? AND size = ?')
  const write = db.prepare('INSERT OR REPLACE INTO thumbnails (hash, size, seen, bytes) VALUES (?, ?, ?, ?)')
  const touch = db.prepare('UPDATE thumbnails SET seen = ? WHERE hash = ? AND size = ?')
  const evict = db.prepare(
    'DELETE FROM thumbnails WHERE rowid IN (SELECT rowid FROM thumbnails ORDER BY seen, rowid LIMIT 1 + (SELECT count(*) FROM thumbnails) / 10)',
  )
  const number = (name: string) => Number(db.pragma(name, { simple: true }))
  const used = () => (number('page_count') - number('freelist_count')) * number('page_size')
  let written = 0
  /** Of a kept thing nothing is owed: what fails is as if it had not been kept. */
  const tried = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch {
      return otherwise
    }
  }
  return {
    get: (hash, size) =>
      tried(() => {
        const row = read.get(hash, size) as { bytes: Buffer; seen: number } | undefined
        if (!row) return null
        // A day is near enough for what was not seen for longest, and spares a write at each look.
        const today = Math.floor(Date.now() / day)
        if (row.seen < today) touch.run(today, hash, size)
        return row.bytes
      }, null),
    put: (hash, size, thumbnail) =>
      tried(() => {
        write.run(hash, size, Math.floor(Date.now() / day), thumbnail)
        if (++written % between === 0) while (used() > limit && evict.run().changes);
      }, undefined),
    close: () => db.close(),
  }
}
