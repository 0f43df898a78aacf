/** Writes small parquet files whose headers may say anything. */

type Field = readonly [id: number, type: number, bytes: Buffer];

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const INT64 = 2;
const BYTE_ARRAY = 6;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Buffer.from([...bytes, rest]);
}

const i32 = (id: number, value: number): Field => [id, I32, varint(2 * value)];
const i64 = (id: number, value: number): Field => [id, I64, varint(2 * value)];
const text = (value: string) => Buffer.concat([varint(value.length), Buffer.from(value)]);
const list = (id: number, type: number, items: readonly Buffer[]): Field => [
  id,
  LIST,
  Buffer.concat([Buffer.from([0xf0 | type]), varint(items.length), ...items]),
];

function struct(fields: readonly Field[]): Buffer {
  let last = 0;
  const parts = fields.map(([id, type, bytes]) => {
    const header = Buffer.from([((id - last) << 4) | type]);
    last = id;
    return Buffer.concat([header, bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** A page as its header says it is. */
interface PageParts {
  readonly content: Buffer;
  /** Bytes, unpacked. By default those of `content`. */
  readonly unpacked?: number;
  readonly values: number;
  /** 0 plain, 8 indices of a dictionary. */
  readonly encoding?: number;
}

/** What a file of images says of its columns `image.bytes` and `label`. */
export interface FileParts {
  readonly rows: number;
  readonly image: PageParts;
  readonly label: PageParts;
  /** The bytes of the images, unpacked, as the footer says. By default those of the page. */
  readonly unpacked?: number;
  /** 0 none, 2 gzip, 4 brotli, 6 zstd. */
  readonly codec?: number;
}

/** The bytes of values: each image with its length before it. */
export function plainBytes(values: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(value.length);
      return [length, value];
    }),
  );
}

/** The bytes of labels. */
export function plainLabels(labels: readonly number[]): Buffer {
  return Buffer.from(BigInt64Array.from(labels, BigInt).buffer);
}

/** A parquet file of one group of rows, without values that are missing. */
export function parquetOf({ rows, image, label, unpacked, codec = 0 }: FileParts): Buffer {
  const parts = [Buffer.from('PAR1')];
  let offset = 4;
  const column = (path: readonly string[], type: number, page: PageParts, packing: number, said?: number) => {
    const { content, values, encoding = 0 } = page;
    const size = page.unpacked ?? content.length;
    const header = struct([
      i32(1, 0),
      i32(2, size),
      i32(3, content.length),
      [5, STRUCT, struct([i32(1, values), i32(2, encoding), i32(3, 3), i32(4, 3)])],
    ]);
    const chunk = Buffer.concat([header, content]);
    const meta = struct([
      i32(1, type),
      list(2, I32, [varint(2 * encoding)]),
      list(3, BINARY, path.map(text)),
      i32(4, packing),
      i64(5, rows),
      i64(6, said ?? size + header.length),
      i64(7, chunk.length),
      i64(9, offset),
    ]);
    parts.push(chunk);
    const start = offset;
    offset += chunk.length;
    return struct([i64(2, start), [3, STRUCT, meta]]);
  };
  const columns = [
    column(['image', 'bytes'], BYTE_ARRAY, image, codec, unpacked),
    column(['label'], INT64, label, 0),
  ];
  const named = (name: string): Field => [4, BINARY, text(name)];
  const schema = [
    struct([named('schema'), i32(5, 2)]),
    struct([i32(3, 0), named('image'), i32(5, 1)]),
    struct([i32(1, BYTE_ARRAY), i32(3, 0), named('bytes')]),
    struct([i32(1, INT64), i32(3, 0), named('label')]),
  ];
  const footer = struct([
    i32(1, 1),
    list(2, STRUCT, schema),
    i64(3, rows),
    list(4, STRUCT, [struct([list(1, STRUCT, columns), i64(2, 0), i64(3, rows)])]),
  ]);
  return withFooter(Buffer.concat(parts), footer);
}

/** A parquet file whose footer lists lists of so many lists, 20 deep. */
export function deepFooter(items: number): Buffer {
  const header = Buffer.concat([Buffer.from([0xf0 | LIST]), varint(items)]);
  const lists = Buffer.concat(Array.from({ length: 20 }, () => header));
  return withFooter(Buffer.from('PAR1'), struct([[2, LIST, lists]]));
}

function withFooter(start: Buffer, footer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([start, footer, length, Buffer.from('PAR1')]);
}
