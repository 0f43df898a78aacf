import { crc32 } from 'node:zlib';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const LARGEST_BLOCK = 65535;
/** Viridis at nine equal steps; by Smith and van der Walt, in the public domain (CC0). */
const VIRIDIS = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];
/** The colour of a share from 0, dark, to 1, bright. */
export function heatColour(share) {
  const position = Math.min(Math.max(share, 0), 1) * (VIRIDIS.length - 1);
  const below = Math.min(Math.floor(position), VIRIDIS.length - 2);
  const [low, high] = [VIRIDIS[below], VIRIDIS[below + 1]];
  const mixed = low.map((value, at) => value + (high[at] - value) * (position - below));
  return mixed.map(Math.round);
}
/** Values `[height × width]` as colours, from 0 to `largest`. */
export function heatMap(values, width, largest) {
  const pixels = new Uint8Array(values.length * 3);
  for (let at = 0; at < values.length; at++) {
    pixels.set(heatColour(largest > 0 ? values[at] / largest : 0), at * 3);
  }
  return { width, height: values.length / width, pixels };
}
/**
 * The picture as a PNG in a data URL. Its pixels are stored uncompressed: what a compressor makes of them depends on
 * the machine, and maps of attention have few.
 */
export function pngUrl({ width, height, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (1 + 3 * width));
  for (let row = 0; row < height; row++) {
    lines.set(pixels.subarray(row * 3 * width, (row + 1) * 3 * width), row * (1 + 3 * width) + 1);
  }
  const parts = [chunk('IHDR', header), chunk('IDAT', stored(lines)), chunk('IEND', Buffer.alloc(0))];
  return `data:image/png;base64,${Buffer.concat([Buffer.from(SIGNATURE), ...parts]).toString('base64')}`;
}
/** A chunk of a PNG: length, type, content, check sum. */
export function chunk(type, content) {
  const bytes = Buffer.alloc(12 + content.length);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length);
  return bytes;
}
/** A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4). */
function stored(content) {
  const parts = [Buffer.from([0x78, 0x01])];
  for (let start = 0; start < content.length; start += LARGEST_BLOCK) {
    const block = content.subarray(start, start + LARGEST_BLOCK);
    const header = Buffer.alloc(5);
    header.writeUInt8(start + LARGEST_BLOCK >= content.length ? 1 : 0, 0);
    header.writeUInt16LE(block.length, 1);
    header.writeUInt16LE(block.length ^ 0xffff, 3);
    parts.push(header, block);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(adler32(content));
  return Buffer.concat([...parts, sum]);
}
function adler32(content) {
  let [low, high] = [1, 0];
  for (const byte of content) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}
