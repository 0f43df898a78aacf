import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ZSTDDecoder } from 'zstddec';

/** What unpacks the pages of parquet files: to as many bytes as a page's header says, or not at all. */
export async function boundedCompressors(): Promise<Compressors> {
  const zstd = new ZSTDDecoder();
  await zstd.init();
  return {
    ...compressors,
    GZIP: (packed, length) => gunzipSync(packed, { maxOutputLength: Math.max(1, length) }),
    BROTLI: (packed, length) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, length) }),
    ZSTD: (packed, length) => (length === 0 ? new Uint8Array() : zstd.decode(packed, length)),
  };
}
