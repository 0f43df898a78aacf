// Imports everything that the installed packages offer, without a compiler.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const names = Object.keys(read('./package.json').dependencies).filter((name) =>
  /better-attention/.test(name),
);
for (const name of names) {
  const { exports = {} } = read(`./node_modules/${name}/package.json`);
  for (const path of Object.keys(exports).filter((each) => !each.endsWith('.json'))) {
    const entryPoint = `${name}${path.slice(1)}`;
    const offered = Object.keys(await import(entryPoint));
    console.log(`${entryPoint} ${offered.length > 0 ? 'imported' : 'is empty'}`);
  }
}
