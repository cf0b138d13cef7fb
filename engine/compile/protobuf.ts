/**
 * Just enough of the protocol buffer wire format to write a SavedModel. The generated code that tfjs-node carries for it is
 * private, has no types and copies each tensor three times through base64.
 */
export type Field = Uint8Array

const text = new TextEncoder()

function varint(value: number): number[] {
  // Ten bytes with the sign carried to the top, as every int64 of the format that is negative.
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return bytes
}

function smallVarint(value: number): number[] {
  if (value < 0 || value > 0x7fffffff) return varint(value)
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest >>>= 7
  }
  bytes.push(rest)
  return bytes
}

/** An integer, boolean or enum field. */
export const integer = (field: number, value: number): Field =>
  Uint8Array.from([...smallVarint(field << 3), ...smallVarint(value)])

/** A `float` field. */
export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(new Float32Array([value]).buffer)
  return Uint8Array.from([...smallVarint((field << 3) | 5), ...bytes])
}

/** A `bytes` field, or a message inside a message. */
export function bytes(field: number, value: Uint8Array): Field {
  const head = [...smallVarint((field << 3) | 2), ...smallVarint(value.length)]
  const whole = new Uint8Array(head.length + value.length)
  whole.set(head)
  whole.set(value, head.length)
  return whole
}

/** A field of text. */
export const string = (field: number, value: string): Field => bytes(field, text.encode(value))

/** Integers of a repeated field in its packed form. */
export const integers = (field: number, values: number[]): Field =>
  bytes(field, Uint8Array.from(values.flatMap(smallVarint)))

/** Float32 numbers of a repeated field in its packed form. */
export const floats = (field: number, values: number[]): Field =>
  bytes(field, new Uint8Array(Float32Array.from(values).buffer))

/** The fields of a message, one after the other. */
export const message = (fields: Field[]): Uint8Array => Buffer.concat(fields)
