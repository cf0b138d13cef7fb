import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import {
  measuredAgainst,
  PackedData,
  type PackedPart,
  type PackedTensor,
} from '../../contract/data/packed.ts'

/** Above this many bytes a tensor stays on disk and is read a row at a time. */
const memoryLimit = 1_000_000_000

const bytesOf = { uint8: 1, int32: 4, float32: 4 }

const widthOf = ({ shape }: PackedTensor) => shape.reduce((product, length) => product * length, 1)

/** Bytes of one row of a tensor. */
export const rowBytes = (tensor: PackedTensor) => widthOf(tensor) * bytesOf[tensor.dtype]

/** Bytes of a whole part, inputs and targets. */
export const partBytes = (part: PackedPart) =>
  [...part.inputs, ...measuredAgainst(part)].reduce((sum, tensor) => sum + part.items * rowBytes(tensor), 0)

/** Rows of one packed tensor. */
export interface Rows {
  readonly tensor: PackedTensor
  /** Values in a row. */
  readonly width: number
  /** Writes the named rows as numbers multiplied by the tensor's scale into `into`, row after row. */
  gather(rows: Int32Array, into: Float32Array | Int32Array): void
  close(): void
}

/** Reads `packed.json` of a folder of prepared data. */
export function readPacked(folder: string): PackedData {
  return PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
}

/** Row numbers as the service leaves them: int32, little-endian. */
export const readRows = (path: string): Int32Array => {
  const bytes = new Uint8Array(readFileSync(path))
  return new Int32Array(bytes.buffer, 0, bytes.length / 4)
}

/** The part of this name, if the data has it. */
export const findPart = (data: PackedData, name: PackedPart['part']) =>
  data.parts.find((part) => part.part === name)

/** Whether a tensor is read into memory as a whole. */
export const isHeld = (tensor: PackedTensor, items: number, mostHeld = memoryLimit): boolean =>
  items * rowBytes(tensor) <= mostHeld

/** Opens one tensor: in memory when it fits, else on disk. */
export function openRows(folder: string, tensor: PackedTensor, items: number, mostHeld = memoryLimit): Rows {
  const width = widthOf(tensor)
  const length = rowBytes(tensor)
  const path = join(folder, tensor.file)
  const view = (bytes: Buffer) => viewAs(bytes, tensor.dtype)
  if (isHeld(tensor, items, mostHeld)) {
    const all = view(readFileSync(path))
    return {
      tensor,
      width,
      close: () => {},
      gather: (rows, into) => copyRows(rows, into, tensor, (row) => [all, row * width]),
    }
  }
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(length)
  const one = view(buffer)
  const read = (row: number): [ArrayLike<number>, number] => {
    readSync(file, buffer, 0, length, row * length)
    return [one, 0]
  }
  return {
    tensor,
    width,
    close: () => closeSync(file),
    gather: (rows, into) => copyRows(rows, into, tensor, read),
  }
}

function viewAs(bytes: Buffer, dtype: PackedTensor['dtype']): Uint8Array | Int32Array | Float32Array {
  if (dtype === 'uint8') return bytes
  // A view needs an address divisible by 4, which a small Buffer out of the pool need not have.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  const View = dtype === 'int32' ? Int32Array : Float32Array
  return new View(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / 4)
}

function copyRows(
  rows: Int32Array,
  into: Float32Array | Int32Array,
  tensor: PackedTensor,
  find: (row: number) => [ArrayLike<number>, number],
) {
  const { scale, normalised } = tensor
  const width = widthOf(tensor)
  let at = 0
  for (const row of rows) {
    const [values, from] = find(row)
    for (let index = 0; index < width; index++) into[at++] = (values[from + index] as number) * scale
  }
  if (!normalised) return
  const { scale: factors, offset } = normalised
  const along = factors.length
  for (let index = 0; index < at; index++)
    into[index] =
      (into[index] as number) * (factors[index % along] as number) + (offset[index % along] as number)
}
