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
 * Vega as a classic script, which browsers load from a folder too, below its licence. The build lies beside the module
 * that Node imports.
 */
async function vegaBuild(): Promise<string> {
  const build = new URL('./vega.min.js', import.meta.resolve('vega'));
  const [code, licence] = await Promise.all(
    [build, new URL('../LICENSE', build)].map((file) => readFile(fileURLToPath(file), 'utf8')),
  );
  return `/*!\n${licence}*/\n${code}`;
}
