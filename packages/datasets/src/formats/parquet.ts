import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/**
 * The rows of a parquet file, one by one: each holds the values of the columns by their names. One group of rows is in
 * memory at a time.
 *
 * @typeParam Row what the file should have; nothing checks that it does
 * @throws Error when the file isn't a parquet file, or is damaged
 */
export async function* readParquet<Row>(path: string, columns: readonly string[]): AsyncGenerator<Row> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const options = { file, metadata, compressors, columns: [...columns], rowStart, rowEnd, utf8: false };
    yield* (await parquetReadObjects(options)) as Row[];
    rowStart = rowEnd;
  }
}
