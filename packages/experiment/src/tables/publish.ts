import { basename, join } from 'node:path';
import type { Claim } from '@better-attention/files';
import { recordText } from '@better-attention/records';
import type { Measured, Table } from './table.js';

/**
 * Puts what was measured into the folder of a table's records: first the files that the record names, then the record.
 *
 * @throws LostClaimError when another process took the unit over: nothing more is written then
 */
export async function publish(
  claim: Claim,
  { folder, records }: Pick<Table, 'folder' | 'records'>,
  { record, files }: Measured,
): Promise<void> {
  const contents = [...files, [records.file(record), recordText(record, records)] as const];
  for (const [path, content] of contents) {
    await claim.write(basename(path), content);
    await claim.moveOut(basename(path), join(folder, path));
  }
}
