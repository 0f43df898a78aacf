/** One field of a protocol buffer message: how many bytes it takes, and what writes them from a place on. */
export interface Field {
  readonly length: number;
  write(target: Uint8Array, at: number): void;
}

const utf8 = new TextEncoder();

/** A whole number in digits of seven bits, the lowest first; one below 0 is the two's complement in 64 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f || (rest < 0 && bytes.length < 9)) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest < 0 ? 1 : rest);
  return bytes;
}

const tag = (number: number, wireType: number): number[] => varint((number << 3) | wireType);

const raw = (content: ArrayLike<number>): Field => ({
  length: content.length,
  write: (target, at) => target.set(content, at),
});

function sequence(fields: readonly Field[]): Field {
  return {
    length: fields.reduce((sum, { length }) => sum + length, 0),
    write(target, start) {
      let at = start;
      for (const field of fields) {
        field.write(target, at);
        at += field.length;
      }
    },
  };
}

function delimited(number: number, content: Field): Field {
  const header = [...tag(number, 2), ...varint(content.length)];
  return {
    length: header.length + content.length,
    write(target, at) {
      target.set(header, at);
      content.write(target, at + header.length);
    },
  };
}

/** An integer field (`int32`, `int64`, `enum`). */
export function integer(number: number, value: number): Field {
  return raw([...tag(number, 0), ...varint(value)]);
}

/** A 32-bit float field. */
export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return raw([...tag(number, 5), ...bytes]);
}

/** A length-delimited field of raw bytes, which are read when the message is written. */
export function bytes(number: number, content: Uint8Array): Field {
  return delimited(number, raw(content));
}

/** A string field. */
export function text(number: number, content: string): Field {
  return bytes(number, utf8.encode(content));
}

/** An embedded message. */
export function message(number: number, fields: readonly Field[]): Field {
  return delimited(number, sequence(fields));
}

/** The encoding of a message: its fields, one after another. */
export function encode(fields: readonly Field[]): Uint8Array {
  const whole = sequence(fields);
  const target = new Uint8Array(whole.length);
  whole.write(target, 0);
  return target;
}
