/** One field of a protocol buffer message, encoded. */
export type Field = Uint8Array;

const utf8 = new TextEncoder();

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

const tag = (number: number, wireType: number): number[] => varint(BigInt((number << 3) | wireType));

/** An integer field (`int32`, `int64`, `enum`). */
export function integer(number: number, value: number | bigint): Field {
  return Uint8Array.from([...tag(number, 0), ...varint(BigInt(value))]);
}

/** A 32-bit float field. */
export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...tag(number, 5), ...bytes]);
}

/** A length-delimited field of raw bytes. */
export function bytes(number: number, content: Uint8Array): Field {
  return concatenate([Uint8Array.from([...tag(number, 2), ...varint(BigInt(content.length))]), content]);
}

/** A string field. */
export function text(number: number, content: string): Field {
  return bytes(number, utf8.encode(content));
}

/** An embedded message. */
export function message(number: number, fields: readonly Field[]): Field {
  return bytes(number, concatenate(fields));
}

/** The encoding of a message: its fields, one after another. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
