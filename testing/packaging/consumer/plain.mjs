// Imports everything that the installed packages offer, without a compiler.
import { readdirSync, readFileSync } from 'node:fs';

const scope = new URL('./node_modules/@better-attention/', import.meta.url);
for (const name of readdirSync(scope)) {
  const { exports } = JSON.parse(readFileSync(new URL(`${name}/package.json`, scope), 'utf8'));
  for (const path of Object.keys(exports)) {
    const entryPoint = `@better-attention/${name}${path.slice(1)}`;
    const names = Object.keys(await import(entryPoint));
    console.log(`${entryPoint} ${names.length > 0 ? 'imported' : 'is empty'}`);
  }
}
