import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const OWN = ['report.css', 'tables.js', 'figures.js'] as const;

/** What the pages load: style sheet, scripts, and Vega's own build, by their path inside the report. */
export async function assets(): Promise<Map<string, string>> {
  const files = [
    ...OWN.map((name) => [name, fileURLToPath(new URL(`../../assets/${name}`, import.meta.url))] as const),
    ['vega.js', vegaBuild()] as const,
  ];
  return new Map(
    await Promise.all(
      files.map(async ([name, path]) => [`assets/${name}`, await readFile(path, 'utf8')] as const),
    ),
  );
}

/** Vega as a classic script, which browsers load from a folder too; it lies beside the module that Node imports. */
function vegaBuild(): string {
  return fileURLToPath(new URL('./vega.min.js', import.meta.resolve('vega')));
}
