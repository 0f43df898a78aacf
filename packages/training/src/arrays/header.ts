import {
  bytesOf,
  DamagedFileError,
  ELEMENT_TYPES,
  type ElementType,
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  METADATA,
} from './format.js';
import { repeatedName } from './repeated-name.js';

/** One array in a file. */
interface Entry {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** Its first byte, counted from the end of the header. */
  readonly from: number;
  /** The byte after its last one. */
  readonly to: number;
}

/** What the header of a file says. */
export interface Header {
  /** The arrays, in the order in which their elements lie. */
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the elements begin in the file. */
  readonly start: number;
}

const BRACE = 0x7b;
/** Of an array, sorted. */
const KEYS = ['data_offsets', 'dtype', 'shape'];

/** The header of a safetensors file. @throws DamagedFileError when it, or the length of the file, isn't as the format says */
export function readHeader(file: Uint8Array, where: string): Header {
  const start = LENGTH_BYTES + headerLength(file, where);
  const { [METADATA]: metadata = {}, ...arrays } = parse(file.subarray(LENGTH_BYTES, start), where);
  const entries = Object.entries(arrays).map(([name, value]) => entryOf(name, value, where));
  entries.sort((one, other) => one.from - other.from || one.to - other.to);
  requireGapless(entries, file.length - start, where);
  return { entries, metadata: textsOf(metadata, where), start };
}

function headerLength(file: Uint8Array, where: string): number {
  const something = `${where}: expected a safetensors file, got ${file.length} bytes of something else`;
  if (file.length < LENGTH_BYTES) throw new DamagedFileError(something);
  const length = new DataView(file.buffer, file.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES || Number(length) > file.length - LENGTH_BYTES) {
    throw new DamagedFileError(`${something}: its header would have ${length} bytes`);
  }
  return Number(length);
}

function parse(header: Uint8Array, where: string): Record<string, unknown> {
  const fail = (problem: string): never => {
    throw new DamagedFileError(`${where}: expected a safetensors file, its header ${problem}`);
  };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(header);
  } catch {
    return fail("isn't UTF-8");
  }
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail("isn't JSON");
  }
  if (header[0] !== BRACE) fail("doesn't begin with {");
  const repeated = repeatedName(text);
  if (repeated !== undefined) fail(`has '${repeated}' twice`);
  return parsed;
}

function entryOf(name: string, value: unknown, where: string): Entry {
  const fail = (expected: string, got: unknown): never => {
    throw new DamagedFileError(`${where}: '${name}': expected ${expected}, got ${brief(got)}; it is damaged`);
  };
  if (!isObject(value) || Object.keys(value).sort().join() !== KEYS.join()) {
    return fail(`an object of ${KEYS.join(', ')}`, value);
  }
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(ELEMENT_TYPES, dtype)) {
    return fail(`a type of ${Object.keys(ELEMENT_TYPES).join(', ')}`, dtype);
  }
  if (!areSizes(shape)) return fail('a shape of whole numbers', shape);
  if (!areSizes(offsets) || offsets.length !== 2) return fail('two offsets, whole numbers', offsets);
  const [from, to] = offsets as [number, number];
  const bytes = bytesOf(shape, dtype as ElementType);
  if (to - from !== bytes) {
    return fail(`offsets that lie as far apart as ${dtype} of shape [${shape}] is long`, offsets);
  }
  return { name, dtype: dtype as ElementType, shape, from, to };
}

/** The elements must fill the file from the end of the header to its own, each byte once. */
function requireGapless(entries: readonly Entry[], available: number, where: string): void {
  let end = 0;
  for (const { name, from, to } of entries) {
    if (from !== end) {
      throw new DamagedFileError(
        `${where}: '${name}': expected its elements to begin at ${end}, got ${from}; it is damaged`,
      );
    }
    end = to;
    if (to > available) {
      throw new DamagedFileError(
        `${where}: '${name}' needs ${to - from} bytes, the file has ${Math.max(available - from, 0)} of them; it is damaged`,
      );
    }
  }
  if (end < available) {
    throw new DamagedFileError(`${where}: ${available - end} bytes follow the last array; it is damaged`);
  }
}

function textsOf(metadata: unknown, where: string): Record<string, string> {
  const texts = isObject(metadata) && Object.values(metadata).every((value) => typeof value === 'string');
  if (texts) return metadata as Record<string, string>;
  throw new DamagedFileError(
    `${where}: '${METADATA}': expected texts by name, got ${brief(metadata)}; it is damaged`,
  );
}

/** What a file holds in the place of something else, in an error. */
function brief(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
