import { join } from 'node:path';
import { clearLeftovers } from '@better-attention/files';
import { CLAIMS } from './claims.js';

/** The folders below a table's records that files are written into. */
const PARTS = ['', 'attention', 'vocabularies', 'parameters', CLAIMS];

/** Removes what processes left in the folder of a table's records that ended while they wrote. */
export async function clearRecordsFolder(folder: string): Promise<void> {
  for (const part of PARTS) await clearLeftovers(join(folder, part));
}
