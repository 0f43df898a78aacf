import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import { MOST_MEMBER_BYTES } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';
import { endOfStruct } from './thrift.js';

type Page = ReturnType<typeof parquetHeader>;
type V2 = NonNullable<Page['data_page_header_v2']>;

const FOOTER_BYTES = 8;
const LENGTH_BYTES = 4;
/** The widest index, in bits, and how many values a packed run may have beyond the last. */
const WIDEST = 32;
const PADDING = 504;
/** All but DELTA_BYTE_ARRAY, in which a few bytes stand for many long values. */
const ENCODINGS = new Set([
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE_DICTIONARY',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'BYTE_STREAM_SPLIT',
]);

/**
 * Walks over the footer of a parquet file, which lists what it holds, before a parser makes room for all that it lists.
 *
 * @throws Error when there is none, or when it says more than it has
 */
export async function assertFooter(file: AsyncBuffer): Promise<void> {
  const { byteLength } = file;
  if (byteLength < FOOTER_BYTES) throw new Error(`it has ${counted(byteLength, 'byte')}`);
  const end = new DataView(await file.slice(byteLength - FOOTER_BYTES, byteLength));
  const length = end.getUint32(0, true);
  if (end.getUint32(LENGTH_BYTES, true) !== 0x31524150) throw new Error("it doesn't end with PAR1");
  if (length > Math.min(byteLength - FOOTER_BYTES, MOST_MEMBER_BYTES)) {
    throw new Error(`its footer says that it has ${counted(length, 'byte')}`);
  }
  const start = byteLength - FOOTER_BYTES - length;
  endOfStruct(new Uint8Array(await file.slice(start, start + length)), 0);
}

/**
 * Walks over the pages of a column in a group of rows before they are decoded, since the decoder believes them: how many
 * bytes they unpack to, how many values they hold, and how often a run repeats a value.
 *
 * Source: Apache Parquet, `parquet.thrift` and `Encodings.md`, sections on data pages and on the RLE/bit-packing hybrid.
 *
 * @param rows how many rows the group has
 * @throws Error when the pages hold more values than there are rows, or unpack to more bytes than the file says
 */
export async function assertPages(
  file: AsyncBuffer,
  { schema }: FileMetaData,
  column: ColumnMetaData,
  { rows, compressors }: { readonly rows: number; readonly compressors: Compressors },
): Promise<void> {
  const name = column.path_in_schema.join('.');
  const path = getSchemaPath(schema, column.path_in_schema);
  if (getMaxRepetitionLevel(path) > 0)
    throw new Error(`its column ${name} has lists, where values are expected`);
  const level = getMaxDefinitionLevel(path);
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const buffer = await file.slice(start, start + Number(column.total_compressed_size));
  const bytes = new Uint8Array(buffer);
  const reader = { view: new DataView(buffer), offset: 0 };
  let values = 0;
  let unpacked = 0;
  while (reader.offset < bytes.length - 1) {
    endOfStruct(bytes, reader.offset);
    const page = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size } = page;
    unpacked += size;
    if (!(packed >= 0 && size >= 0 && packed <= bytes.length - reader.offset)) {
      throw new Error(`a page of its column ${name} has ${packed} packed and ${size} unpacked bytes`);
    }
    if (unpacked > Number(column.total_uncompressed_size)) {
      throw new Error(
        `its column ${name} unpacks to ${counted(unpacked, 'byte')} or more, where ` +
          `${counted(Number(column.total_uncompressed_size))} are said`,
      );
    }
    const content = bytes.subarray(reader.offset, reader.offset + packed);
    reader.offset += packed;
    const count = valuesOf(page);
    const most = page.type === 'DICTIONARY_PAGE' ? rows : rows - values;
    if (!(count >= 0 && count <= most)) {
      throw new Error(`a page of its column ${name} says ${count} values, where there can be ${most}`);
    }
    if (page.type === 'DICTIONARY_PAGE') continue;
    values += count;
    const unpack = (part: Uint8Array, length: number) =>
      decompressPage(part, length, column.codec, compressors);
    assertRuns(page, content, level, unpack);
  }
}

/** How many values a page says that it has. */
function valuesOf({ type, data_page_header, data_page_header_v2, dictionary_page_header }: Page): number {
  const header = {
    DATA_PAGE: data_page_header,
    DATA_PAGE_V2: data_page_header_v2,
    DICTIONARY_PAGE: dictionary_page_header,
  };
  const values = header[type as keyof typeof header]?.num_values;
  if (values === undefined) throw new Error(`it has a page of type ${type}`);
  return values;
}

/** Holds the runs of a page of values against how many values it says: those of the levels, then those of the indices. */
function assertRuns(
  page: Page,
  content: Uint8Array,
  level: number,
  unpack: (packed: Uint8Array, length: number) => Uint8Array,
): void {
  const { uncompressed_page_size: size, data_page_header: first, data_page_header_v2: second } = page;
  const { encoding, num_values: most } = (first ?? second) as { encoding: string; num_values: number };
  if (!ENCODINGS.has(encoding)) throw new Error(`a page has the encoding ${encoding}, which isn't read`);
  const width = 32 - Math.clz32(level);
  let values: Uint8Array;
  let at = 0;
  if (first) {
    values = unpack(content, size);
    if (level > 0) {
      at = LENGTH_BYTES + new DataView(values.buffer, values.byteOffset, values.length).getUint32(0, true);
      assertHybrid(values.subarray(LENGTH_BYTES, at), width, most);
    }
  } else {
    const {
      definition_levels_byte_length: levels,
      repetition_levels_byte_length: others,
      num_nulls: none,
    } = second as V2;
    if (
      others !== 0 ||
      !(levels >= 0 && levels <= Math.min(size, content.length)) ||
      !(none >= 0 && none <= most)
    ) {
      throw new Error(
        `a page of ${most} values says ${none} without a value, ${others} and ${levels} bytes of levels`,
      );
    }
    if (level > 0) assertHybrid(content.subarray(0, levels), width, most);
    const rest = content.subarray(levels);
    values = second?.is_compressed === false ? rest : unpack(rest, size - levels);
  }
  if (encoding.endsWith('_DICTIONARY')) assertHybrid(values.subarray(at + 1), values[at] ?? 0, most);
}

/** Walks over runs of equal and of packed values of some bits each. */
function assertHybrid(bytes: Uint8Array, width: number, most: number): void {
  let values = 0;
  for (let at = 0; values < most && at < bytes.length; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const half = Math.floor(header / 2);
    const packed = header % 2 === 1;
    const count = packed ? 8 * half : half;
    if (width > WIDEST || count > most - values + PADDING) {
      throw new Error(`a page of ${most} values says a run of ${count} values of ${width} bits`);
    }
    values += count;
    at += packed ? half * width : Math.ceil(width / 8);
  }
}
