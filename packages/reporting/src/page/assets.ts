import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FONT_FILES } from '../figures/font.js';

const FONT_WEIGHTS = { regular: 400, semiBold: 600 } as const;
const OWN = ['report.css', 'tables.js', 'figures.js'];
/** Licences of Vega and of what its build is made of; a test holds it against what is installed. */
const NOTICES = 'vega-notices.txt';

/** What the pages load: style sheets, scripts, and Vega's own build, by their path inside the report. */
export async function assets(): Promise<Map<string, string>> {
  const own = OWN.map(async (name) => [`assets/${name}`, await asset(name)] as const);
  return new Map([
    ...(await Promise.all(own)),
    ['assets/fonts.css', await fontFaces()],
    ['assets/vega.js', await vegaBuild()],
  ]);
}

/** The font that figures are laid out with, inside a style sheet: pages opened from a folder may load no font file. */
async function fontFaces(): Promise<string> {
  const faces = Object.entries(FONT_FILES).map(async ([weight, file]) => {
    const data = (await readFile(file)).toString('base64');
    return `@font-face {
  font-family: Inter;
  font-weight: ${FONT_WEIGHTS[weight as keyof typeof FONT_FILES]};
  src: url(data:font/ttf;base64,${data}) format('truetype');
}
`;
  });
  return `/* Inter, SIL Open Font License 1.1: https://github.com/rsms/inter */\n${(await Promise.all(faces)).join('')}`;
}

/**
 * Vega as a classic script, which browsers load from a folder too, and after it the interpreter of its expressions, below
 * their licences. Vega's build lies beside the module that Node imports.
 */
async function vegaBuild(): Promise<string> {
  const vega = new URL('./vega.min.js', import.meta.resolve('vega'));
  const [notices, build, interpreter] = await Promise.all([
    asset(NOTICES),
    text(vega),
    text(new URL(import.meta.resolve('vega-interpreter'))),
  ]);
  return `/*!\n${notices}*/\n${build}\n${onVega(interpreter)}`;
}

/** A file of the package's folder `assets`. */
export function asset(name: string): Promise<string> {
  return text(new URL(`../../assets/${name}`, import.meta.url));
}

function text(file: URL): Promise<string> {
  return readFile(fileURLToPath(file), 'utf8');
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
