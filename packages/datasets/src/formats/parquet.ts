import {
  asyncBufferFromFile,
  type ColumnMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import {
  assertAtMost,
  assertRatio,
  MOST_ROW_GROUP_BYTES,
  MOST_ROW_GROUP_ROWS,
  RefusedError,
} from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';
import { boundedCompressors } from './parquet-compressors.js';
import { assertFooter, assertPages } from './parquet-pages.js';

/**
 * The rows of a parquet file, one by one: each holds the values of the columns by their names. One group of rows is in
 * memory at a time, once what its headers say has been held against the bounds.
 *
 * @typeParam Row what the file should have; nothing checks that it does
 * @throws Error when the file isn't a parquet file, is damaged, or unpacks to more than 1 GiB or 2²⁰ rows a group
 */
export async function* readParquet<Row>(path: string, columns: readonly string[]): AsyncGenerator<Row> {
  const file = await asyncBufferFromFile(path);
  await assertFooter(file);
  const metadata = await parquetMetadataAsync(file);
  const compressors = await boundedCompressors();
  let packed = 0;
  let unpacked = 0;
  let rowStart = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows);
    if (!(rows >= 0 && rows <= MOST_ROW_GROUP_ROWS)) {
      throw new RefusedError(
        `expected at most ${counted(MOST_ROW_GROUP_ROWS, 'row')} in group ${index}, found ${counted(rows)}`,
      );
    }
    const chosen = group.columns
      .map((column) => column.meta_data)
      .filter((column) => column !== undefined && columns.includes(column.path_in_schema[0] as string));
    const sizes = chosen.map((column) => sizesOf(column as ColumnMetaData));
    const groupBytes = sizes.reduce((sum, each) => sum + each.unpacked, 0);
    packed += sizes.reduce((sum, each) => sum + each.packed, 0);
    unpacked += groupBytes;
    assertAtMost(MOST_ROW_GROUP_BYTES, groupBytes, `group ${index} of its rows`);
    assertAtMost(file.byteLength, packed, `its columns up to group ${index}, as the file has no more`);
    assertRatio(unpacked, file.byteLength);
    for (const column of chosen) {
      await assertPages(file, metadata, column as ColumnMetaData, { rows, compressors });
    }

    const rowEnd = rowStart + rows;
    const options = { file, metadata, compressors, columns: [...columns], rowStart, rowEnd, utf8: false };
    yield* (await parquetReadObjects(options)) as Row[];
    rowStart = rowEnd;
  }
}

function sizesOf(column: ColumnMetaData): { readonly packed: number; readonly unpacked: number } {
  const packed = Number(column.total_compressed_size);
  const unpacked = Number(column.total_uncompressed_size);
  if (packed >= 0 && unpacked >= 0) return { packed, unpacked };
  throw new Error(
    `its column ${column.path_in_schema.join('.')} has ${packed} packed and ${unpacked} unpacked bytes`,
  );
}
