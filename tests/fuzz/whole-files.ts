import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { zipSync } from 'fflate'
import sharp, { type Sharp } from 'sharp'
import { create } from 'tar'

/** A whole data set of one kind: its files by their names within a folder, and those that may be damaged. */
export interface Whole {
  kind: string
  files: Record<string, Buffer>
  damaged: string[]
}

const sharedData = join(import.meta.dirname, '../../../shared/data')
const reference = join(import.meta.dirname, '../reference/data')

/** One small data set of every kind that can be imported, from real data where there is some. `folder`: for what is made on the way. */
export async function wholeFiles(folder: string): Promise<Whole[]> {
  const made: Whole[] = []
  for (const [ending, encode] of Object.entries(encoders))
    made.push(await classFolders(`pictures .${ending}`, ending, encode))
  const pictures = made[0] as Whole
  made.push(labelledPictures(pictures))
  made.push({ ...idx(), kind: 'IDX' }, packed({ ...idx(), kind: 'IDX, packed' }), npy())
  made.push(single('.npz', 'pictures.npz', readFileSync(join(reference, 'pictures.npz'))))
  const iris = head(join(sharedData, 'tabular/iris.csv'), 60)
  for (const name of ['regression', 'float-pictures', 'several-labels'])
    made.push(single(`.npz, ${name}`, `${name}.npz`, readFileSync(join(reference, `${name}.npz`))))
  made.push(...cifar())
  made.push(single('CSV', 'iris.csv', iris), single('CSV, packed', 'iris.csv.gz', gzipSync(iris)))
  made.push(single('CSV, mixed', 'titanic.csv', head(join(sharedData, 'tabular/titanic.csv'), 80)))
  made.push(single('CSV, UTF-16', 'table.csv', readFileSync(join(sharedData, 'bad/utf16le_bom.csv'))))
  made.push(
    single('series', 'passengers.csv', readFileSync(join(sharedData, 'series/airline-passengers.csv'))),
  )
  made.push(single('texts', 'sms.tsv', head(join(sharedData, 'text/SMSSpamCollection.tsv'), 60)))
  made.push(single('JSON lines', 'iris.jsonl', jsonLines(iris)))
  made.push(single('Parquet', 'iris.parquet', await parquet(folder, iris)))
  made.push(single('Excel', 'workbook.xlsx', readFileSync(join(reference, 'workbook.xlsx'))))
  made.push(single('ZIP', 'pets.zip', Buffer.from(zipSync(pictures.files))))
  made.push(single('TAR', 'pets.tar.gz', await tar(folder, pictures)))
  return made
}

const single = (kind: string, name: string, bytes: Buffer): Whole => ({
  kind,
  files: { [name]: bytes },
  damaged: [name],
})

const head = (path: string, lines: number) =>
  Buffer.from(`${readFileSync(path, 'utf8').split('\n').slice(0, lines).join('\n')}\n`)

const encoders: Record<string, (picture: Sharp) => Promise<Buffer>> = {
  jpg: (picture) => picture.jpeg().toBuffer(),
  png: (picture) => picture.png().toBuffer(),
  webp: (picture) => picture.webp().toBuffer(),
  gif: (picture) => picture.gif().toBuffer(),
  tiff: (picture) => picture.tiff().toBuffer(),
  bmp,
}

async function classFolders(kind: string, ending: string, encode: (picture: Sharp) => Promise<Buffer>) {
  const files: Record<string, Buffer> = {}
  for (const name of ['daisy', 'tulip']) {
    const folder = join(sharedData, 'images/flowers', name)
    for (const [index, photo] of readdirSync(folder).sort().slice(0, 2).entries())
      files[`${name}/${index}.${ending}`] = await encode(
        sharp(join(folder, photo)).resize(24, 20, { fit: 'fill' }),
      )
  }
  return { kind, files, damaged: [`daisy/0.${ending}`] }
}

/** 24 bits a pixel, from the bottom up, rows filled to four bytes: what sharp does not write. */
async function bmp(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const stride = Math.ceil((info.width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + stride * info.height)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(info.width, 18)
  bytes.writeInt32LE(info.height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let row = 0; row < info.height; row++)
    for (let column = 0; column < info.width; column++)
      for (let channel = 0; channel < 3; channel++)
        bytes[54 + (info.height - 1 - row) * stride + column * 3 + channel] =
          data[(row * info.width + column) * 3 + 2 - channel] ?? 0
  return bytes
}

/** The same pictures, with their labels in a table beside them. */
function labelledPictures({ files }: Whole): Whole {
  const flat = Object.entries(files).map(([name, bytes]) => [name.replace('/', '-'), bytes] as const)
  const rows = flat.map(([name]) => `${name},${name.split('-')[0]}`)
  const table = Buffer.from(`file,label\n${rows.join('\n')}\n`)
  return {
    kind: 'pictures and a table',
    files: { ...Object.fromEntries(flat), 'labels.csv': table },
    damaged: ['labels.csv'],
  }
}

function idx(): Whole {
  const head = (rank: number, ...sizes: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sizes.length)
    bytes[2] = 8
    bytes[3] = rank
    for (const [axis, size] of sizes.entries()) bytes.writeUInt32BE(size, 4 + 4 * axis)
    return bytes
  }
  const pixels = Buffer.from(Array.from({ length: 20 * 12 * 12 }, (_, i) => (i * 7) % 256))
  const labels = Buffer.from(Array.from({ length: 20 }, (_, i) => i % 3))
  const files = {
    'train-images-idx3-ubyte': Buffer.concat([head(3, 20, 12, 12), pixels]),
    'train-labels-idx1-ubyte': Buffer.concat([head(1, 20), labels]),
  }
  return { kind: 'IDX', files, damaged: Object.keys(files) }
}

/** A batch to train on and one to test on; of the pickled version, which is never opened, one. */
function cifar(): Whole[] {
  const records = (count: number) =>
    Buffer.concat(Array.from({ length: count }, (_, at) => Buffer.alloc(3073, at % 10)))
  const files = { 'data_batch_1.bin': records(20), 'test_batch.bin': records(5) }
  const pickle = Buffer.from("cos\nsystem\n(S'true'\ntR.")
  return [
    { kind: 'CIFAR', files, damaged: Object.keys(files) },
    {
      kind: 'CIFAR, pickled',
      files: { data_batch_1: pickle, test_batch: pickle },
      damaged: ['data_batch_1'],
    },
  ]
}

function packed({ kind, files }: Whole): Whole {
  const zipped = Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)] as const)
  return { kind, files: Object.fromEntries(zipped), damaged: zipped.map(([name]) => name) }
}

function npy(): Whole {
  const array = (header: string, values: Buffer) => {
    const padded = `${header.padEnd(117)}\n`
    return Buffer.concat([
      Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(padded.length)}\x00${padded}`, 'latin1'),
      values,
    ])
  }
  const pixels = Buffer.from(Array.from({ length: 12 * 12 * 12 }, (_, i) => (i * 5) % 256))
  const labels = Buffer.from(Int32Array.from({ length: 12 }, (_, i) => i % 3).buffer)
  const files = {
    'x.npy': array("{'descr': '|u1', 'fortran_order': False, 'shape': (12, 12, 12), }", pixels),
    'y.npy': array("{'descr': '<i4', 'fortran_order': False, 'shape': (12,), }", labels),
  }
  return { kind: '.npy', files, damaged: Object.keys(files) }
}

function jsonLines(csv: Buffer): Buffer {
  const [names = [], ...rows] = csv
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const objects = rows.map((cells) =>
    JSON.stringify(Object.fromEntries(names.map((name, at) => [name, cells[at]]))),
  )
  return Buffer.from(`${objects.join('\n')}\n`)
}

async function parquet(folder: string, csv: Buffer): Promise<Buffer> {
  const [from, to] = [join(folder, 'whole.csv'), join(folder, 'whole.parquet')]
  writeFileSync(from, csv)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT * FROM read_csv('${from}')) TO '${to}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  return readFileSync(to)
}

async function tar(folder: string, { files }: Whole): Promise<Buffer> {
  const from = join(folder, 'whole-pets')
  layOut(from, files)
  const file = join(folder, 'whole.tar.gz')
  await create({ gzip: true, file, cwd: from }, ['.'])
  return readFileSync(file)
}

/** Writes files by their names within a folder. */
export function layOut(folder: string, files: Record<string, Buffer>): void {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
}
