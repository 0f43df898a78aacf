import { MOST_LINE_BYTES } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';
import { readContents } from './gzip.js';

/** A row of a table in text, by the names of its columns. */
export type TextRow = Readonly<Record<string, string>>;

/** What {@link readCsv} takes besides the path. */
export interface CsvOptions {
  /** What stands between two cells; by default a tab where the name ends in `.tsv` or `.tsv.gz`, else a comma. */
  readonly delimiter?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The rows of a UTF-8 file of comma-separated values as RFC 4180 has them, gzipped or not, streamed: the first line names the
 * columns; a cell in quotes may hold delimiters, line breaks and doubled quotes; empty lines are passed over.
 *
 * @throws Error that names the line where a row has other cells than columns, a quote isn't closed, a column is named twice, or
 *   the bytes aren't UTF-8; and where gzipped content is damaged
 */
export async function* readCsv(path: string, options: CsvOptions = {}): AsyncGenerator<TextRow> {
  const { delimiter = /\.tsv(\.gz)?$/i.test(path) ? '\t' : ',', signal } = options;
  let columns: readonly string[] | undefined;
  for await (const { line, cells } of cellsOf(readContents(path, { signal }), { path, delimiter })) {
    if (cells.length === 1 && cells[0] === '') continue;
    if (columns === undefined) {
      columns = cells;
      const repeated = columns.find((name, at) => cells.indexOf(name) !== at);
      if (repeated !== undefined)
        throw new Error(`${path}: expected columns of different names, found ${repeated} twice`);
      continue;
    }
    if (cells.length !== columns.length) {
      throw new Error(
        `${path}, line ${line}: expected ${counted(columns.length, 'cell')} (${columns.join(', ')}), found ${cells.length}; ` +
          `cells that hold a ${delimiter === '\t' ? 'tab' : `"${delimiter}"`} or a line break must stand in quotes`,
      );
    }
    yield Object.fromEntries(columns.map((name, at) => [name, cells[at] as string]));
  }
  if (columns === undefined)
    throw new Error(`${path}: expected a first line with the names of the columns, found none`);
}

interface CsvPlace {
  readonly path: string;
  readonly delimiter: string;
}

interface CsvCells {
  /** Where the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

async function* cellsOf(
  chunks: AsyncIterable<Buffer>,
  { path, delimiter }: CsvPlace,
): AsyncGenerator<CsvCells> {
  let cells: string[] = [];
  let cell = '';
  /** Outside of quotes, inside, or behind a quote that ends the cell or doubles. */
  let state: 'plain' | 'quoted' | 'closing' = 'plain';
  let line = 1;
  let start = 1;
  let isEmpty = true;

  const endOfCell = () => {
    cells.push(cell);
    cell = '';
    state = 'plain';
  };
  const endOfRow = (): CsvCells => {
    endOfCell();
    const row = { line: start, cells };
    cells = [];
    start = line + 1;
    return row;
  };

  for await (const text of textOf(chunks, path)) {
    for (const character of text) {
      isEmpty = false;
      if (state === 'quoted') {
        if (character === '"') state = 'closing';
        else cell += character;
        if (cell.length > MOST_LINE_BYTES) {
          throw new Error(
            `${path}, line ${start}: expected a quote that ends the cell, found none in 16 MiB`,
          );
        }
      } else if (character === '"' && state === 'closing') {
        cell += character;
        state = 'quoted';
      } else if (character === '"' && cell === '') state = 'quoted';
      else if (character === delimiter) endOfCell();
      else if (character === '\n') yield endOfRow();
      else if (character !== '\r') {
        if (state === 'closing') {
          throw new Error(
            `${path}, line ${line}: expected a delimiter behind a quote, found '${character}'; is a quote not doubled?`,
          );
        }
        cell += character;
      }
      if (character === '\n') line++;
    }
  }
  if (state === 'quoted')
    throw new Error(`${path}, line ${start}: expected a quote that ends the cell, found none`);
  if (!isEmpty && (cells.length > 0 || cell !== '')) yield endOfRow();
}

async function* textOf(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield utf8.decode(chunk, { stream: true });
    yield utf8.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${path}: expected UTF-8 text, found bytes that aren't; save it as UTF-8`, {
      cause: error,
    });
  }
}
