import { crc32, deflateSync } from 'node:zlib';

/** A picture of 8-bit RGB pixels, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** `[height × width × 3]` */
  readonly pixels: Uint8Array;
}

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** From far below to far above the middle at five equal steps: blues, near white, oranges, told apart by all eyes. */
const DIVERGING = [
  [0, 57, 89],
  [58, 146, 198],
  [245, 245, 245],
  [226, 131, 58],
  [128, 46, 0],
] as const;
const NOTHING = [140, 140, 140] as const;

type Colour = readonly [red: number, green: number, blue: number];

/** The colour of a position from −1, blue, through 0, near white, to 1, orange. */
function divergingColour(position: number): Colour {
  const place = ((Math.min(Math.max(position, -1), 1) + 1) / 2) * (DIVERGING.length - 1);
  const below = Math.min(Math.floor(place), DIVERGING.length - 2);
  const [low, high] = [DIVERGING[below], DIVERGING[below + 1]] as [Colour, Colour];
  const mixed = low.map((value, at) => value + ((high[at] as number) - value) * (place - below));
  return mixed.map(Math.round) as [number, number, number];
}

/** Ratios `[height × width]` as colours on a logarithmic scale from `1 / reach` to `reach`; 0 is grey. */
export function ratioMap(ratios: ArrayLike<number>, width: number, reach: number): Raster {
  const pixels = new Uint8Array(ratios.length * 3);
  for (let at = 0; at < ratios.length; at++) {
    const ratio = ratios[at] as number;
    pixels.set(ratio === 0 ? NOTHING : divergingColour(Math.log(ratio) / Math.log(reach)), at * 3);
  }
  return { width, height: ratios.length / width, pixels };
}

/** All colours of {@link ratioMap}, from left to right. */
export function colourBar(width: number): Raster {
  const pixels = Array.from({ length: width }, (_, at) => divergingColour((2 * at) / (width - 1) - 1)).flat();
  return { width, height: 1, pixels: Uint8Array.from(pixels) };
}

/**
 * The picture as a PNG in a data URL. Its pixels are stored uncompressed: what a compressor makes of them depends on
 * the machine, and maps of attention have few.
 */
export function pngUrl({ width, height, pixels }: Raster): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (1 + 3 * width));
  for (let row = 0; row < height; row++) {
    lines.set(pixels.subarray(row * 3 * width, (row + 1) * 3 * width), row * (1 + 3 * width) + 1);
  }
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return `data:image/png;base64,${Buffer.concat([Buffer.from(SIGNATURE), ...parts]).toString('base64')}`;
}

/** A chunk of a PNG: length, type, content, check sum. */
export function chunk(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + content.length);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length);
  return bytes;
}
