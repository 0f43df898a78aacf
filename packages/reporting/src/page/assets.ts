import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const OWN = ['report.css', 'tables.js', 'figures.js'];

/** What the pages load: style sheet, scripts, and Vega's own build, by their path inside the report. */
export async function assets(): Promise<Map<string, string>> {
  const own = OWN.map(async (name) => {
    const text = await readFile(fileURLToPath(new URL(`../../assets/${name}`, import.meta.url)), 'utf8');
    return [`assets/${name}`, text] as const;
  });
  return new Map([...(await Promise.all(own)), ['assets/vega.js', await vegaBuild()]]);
}

/**
 * Vega as a classic script, which browsers load from a folder too, and after it the interpreter of its expressions; each
 * below its licence. Vega's build lies beside the module that Node imports.
 */
async function vegaBuild(): Promise<string> {
  const vega = new URL('./vega.min.js', import.meta.resolve('vega'));
  const interpreter = new URL(import.meta.resolve('vega-interpreter'));
  return [await licensed(vega), onVega(await licensed(interpreter))].join('\n');
}

/** A file of a package's `build`, below the package's licence. */
async function licensed(build: URL): Promise<string> {
  const [code, licence] = await Promise.all(
    [build, new URL('../LICENSE', build)].map((file) => readFile(fileURLToPath(file), 'utf8')),
  );
  return `/*!\n${licence}*/\n${code}`;
}

const IMPORT = /^import (\{.+\}) from 'vega-util';$/m;
const EXPORT = /^export \{ (\w+) as (\w+) \};$/m;

/** A module that imports from `vega-util` alone, as a classic script that takes it from `vega` and adds its export there. */
function onVega(module: string): string {
  if (!IMPORT.test(module) || !EXPORT.test(module)) {
    throw new Error("assets: expected vega-interpreter to import from 'vega-util' and to export one name");
  }
  const script = module.replace(IMPORT, 'const $1 = vega;').replace(EXPORT, 'vega.$2 = $1;');
  return `(() => {\n'use strict';\n${script}})();\n`;
}
