import { isGzip } from '../formats/gzip.js';
import { isZip } from '../formats/zip.js';
import type { PublishedFile } from './source.js';

/** How many of the first bytes of an answer are looked at. */
export const START_BYTES = 4_096;

const LONGEST_TITLE = 80;

/**
 * Holds the start of an answer against what the file's name says that it is. A page of a portal or of a publisher that
 * moved the file comes with status 200 too.
 *
 * @param type the content type that the server says
 * @throws Error when it is a web page or has another format
 */
export function assertContent(file: PublishedFile, start: Buffer, type: string | undefined): void {
  const expected = formatOf(file.name);
  if (expected?.begins(start)) return;
  const text = start.toString('utf8');
  const isPage = /^\s*(?:<!doctype html|<html|<head|<\?xml[^>]*>\s*<html)/i.test(text.replace(/^\uFEFF/, ''));
  if (isPage || (expected && type?.startsWith('text/html'))) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim();
    const titled = title ? `titled ${JSON.stringify(title.slice(0, LONGEST_TITLE))}` : 'without a title';
    throw new Error(
      `download of ${file.url} gave a web page ${titled}, expected ${expected?.name ?? file.name}; ` +
        'open the address in a browser to see what the network or the publisher asks for',
    );
  }
  if (expected) {
    throw new Error(
      `download of ${file.url} gave bytes that begin with ${start.toString('hex', 0, 4)} (${type ?? 'no content type'}), ` +
        `expected ${expected.name}`,
    );
  }
}

function formatOf(name: string) {
  if (/\.t?gz$/.test(name)) return { name: 'gzip', begins: isGzip };
  return name.endsWith('.zip') ? { name: 'zip', begins: isZip } : undefined;
}
