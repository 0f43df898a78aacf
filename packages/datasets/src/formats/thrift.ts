const STOP = 0;
const BOOLEANS = [1, 2];
const BYTE = 3;
const INTEGERS = [4, 5, 6];
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const DEEPEST = 24;
const DOUBLE_BYTES = 8;
const LONGEST_INTEGER = 10;

/**
 * Walks over a structure of Thrift's compact protocol without making anything of it: the parser of parquet files makes room
 * for as many items as a list says that it has, before it has read them.
 *
 * Source: Apache Thrift, `doc/specs/thrift-compact-protocol.md`.
 *
 * @returns where it ends
 * @throws Error when a list or a text is longer than the bytes that are there, or when structures lie 24 deep in each other
 */
export function endOfStruct(bytes: Uint8Array, start: number): number {
  let position = start;

  function next(): number {
    const byte = bytes[position++];
    if (byte === undefined) throw new Error(`its structure ends at byte ${bytes.length}, within a value`);
    return byte;
  }

  function integer(): number {
    let value = 0;
    for (let count = 0; count < LONGEST_INTEGER; count++) {
      const byte = next();
      value += (byte & 0x7f) * 2 ** (7 * count);
      if (byte < 0x80) return value;
    }
    throw new Error(`its structure has a number of more than ${LONGEST_INTEGER} bytes at byte ${position}`);
  }

  function room(length: number): number {
    if (length <= bytes.length - position) return length;
    throw new Error(
      `its structure says ${length} items at byte ${position}, where ${bytes.length - position} bytes are left`,
    );
  }

  function pass(length: number): void {
    position += room(length);
  }

  function skip(type: number, depth: number): void {
    if (BOOLEANS.includes(type)) return;
    if (type === BYTE) next();
    else if (INTEGERS.includes(type)) integer();
    else if (type === DOUBLE) pass(DOUBLE_BYTES);
    else if (type === BINARY) pass(integer());
    else if (type === LIST) list(depth + 1);
    else if (type === STRUCT) struct(depth + 1);
    else throw new Error(`its structure has a value of type ${type} at byte ${position}`);
  }

  function list(depth: number): void {
    assertDepth(depth);
    const header = next();
    const length = room(header >> 4 === 15 ? integer() : header >> 4);
    const type = header & 0x0f;
    for (let item = 0; item < length; item++) skip(BOOLEANS.includes(type) ? BYTE : type, depth);
  }

  function struct(depth: number): void {
    assertDepth(depth);
    for (let header = next(); (header & 0x0f) !== STOP; header = next()) {
      if (header >> 4 === 0) integer();
      skip(header & 0x0f, depth);
    }
  }

  function assertDepth(depth: number): void {
    if (depth > DEEPEST) throw new Error(`its structures lie more than ${DEEPEST} deep in each other`);
  }

  struct(0);
  return position;
}
