import { closeSync, fsyncSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs'

export interface KeptTensor {
  shape: number[]
  values: Float32Array
}

/** Named float32 tensors in the form of huggingface/safetensors: 8 bytes of length, a JSON header, the raw values. */
export type NamedTensors = Map<string, KeptTensor>

/** Writes aside, syncs and renames in: a kill leaves the old file or the new one. */
export function writeSafetensors(
  path: string,
  tensors: NamedTensors,
  metadata: Record<string, string> | null = null,
) {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {}
  let end = 0
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] }
    end += values.byteLength
  }
  const text = Buffer.from(JSON.stringify(header))
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  const aside = `${path}.${process.pid}.tmp`
  const file = openSync(aside, 'w')
  writeFileSync(file, Buffer.concat([length, padded]))
  // One after the other: a copy of all of them would double what a large model takes.
  for (const { values } of tensors.values())
    writeFileSync(file, Buffer.from(values.buffer, values.byteOffset, values.byteLength))
  fsyncSync(file)
  closeSync(file)
  renameSync(aside, path)
}

/** Reads tensors of float32 and float16. @throws Error when the file is cut short or is of another form */
export function readSafetensors(path: string): NamedTensors {
  const bytes = readFileSync(path)
  const headerEnd = 8 + Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, headerEnd)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >
  const tensors: NamedTensors = new Map()
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue
    if (dtype !== 'F32' && dtype !== 'F16') throw new Error(`${name} is ${dtype}; only F32 and F16 are read`)
    const part = new Uint8Array(bytes.subarray(headerEnd + data_offsets[0], headerEnd + data_offsets[1]))
    if (part.byteLength !== data_offsets[1] - data_offsets[0]) throw new Error(`${path} ends early`)
    const { buffer } = part
    const values = dtype === 'F16' ? Float32Array.from(new Float16Array(buffer)) : new Float32Array(buffer)
    tensors.set(name, { shape, values })
  }
  return tensors
}

/** The words that were written along with the tensors; nothing else is read. @throws Error when the file is cut short */
export function readMetadata(path: string): Record<string, string> {
  const file = openSync(path, 'r')
  try {
    const length = Buffer.alloc(8)
    readSync(file, length, 0, 8, 0)
    const header = Buffer.alloc(Number(length.readBigUInt64LE(0)))
    readSync(file, header, 0, header.length, 8)
    return (
      (JSON.parse(header.toString('utf8')) as { __metadata__?: Record<string, string> }).__metadata__ ?? {}
    )
  } finally {
    closeSync(file)
  }
}
