import { gunzipSync } from 'node:zlib';

/** The package.json of a tarball, `package/package.json`. */
export function manifestIn(tarball: Buffer): { readonly name: string; readonly version: string } {
  const files = gunzipSync(tarball);
  for (let at = 0; at + 512 <= files.length; ) {
    const text = (from: number, length: number) =>
      files.toString('utf8', at + from, at + from + length).replace(/\0[\s\S]*$/, '');
    const size = Number.parseInt(text(124, 12), 8) || 0;
    if (text(0, 100) === 'package/package.json') {
      return JSON.parse(files.toString('utf8', at + 512, at + 512 + size));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error('tarball: it has no package/package.json');
}
