import { mkdirSync, writeFileSync } from 'node:fs';
import { readSweeps } from '@better-attention/records';
import { drawPng, drawSvg } from './figures/draw.js';
import { renderCsv } from './renderers/csv.js';
import { renderHtml } from './renderers/html.js';
import { renderLatex } from './renderers/latex.js';
import { renderMarkdown } from './renderers/markdown.js';
import { buildSweep } from './sweep/render.js';

const [name, preset] = process.argv.slice(2);
const folder = `/work/main/experiments/${name}/runs/${preset}`;
const records = await readSweeps(folder);
const first = [...records.values()][0];
const { mechanisms, base, axes, kind } = first.configuration;
const sweep = {
  name,
  title:
    name === 'complexity' ? 'Complexity of one attention layer' : 'Inference speed of one attention layer',
  kind,
  preset: { name: preset },
  mechanisms,
  base,
  axes,
  records,
  recordsFolder: folder,
  deviations: [],
};
const built = buildSweep(sweep, 'x');
mkdirSync('/tmp/fig', { recursive: true });
for (const f of built.figures) {
  const svg = await drawSvg(f.spec);
  writeFileSync(`/tmp/fig/${name}-${f.name}.png`, drawPng(svg));
  console.log(f.name, '|', f.alternative);
}
for (const t of built.tables) {
  writeFileSync(`/tmp/fig/${t.name}.md`, renderMarkdown(t));
  writeFileSync(`/tmp/fig/${t.name}.csv`, renderCsv(t));
  writeFileSync(`/tmp/fig/${t.name}.tex`, renderLatex(t));
  renderHtml(t, () => 'x');
}
for (const f of built.findings) console.log(f.claim, f.sentence);
