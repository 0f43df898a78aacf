import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { readableBlocks } from './blocks.js';
import { equations } from './equations.js';
import { asIndex, repositoryLinks } from './links.js';
import { writePolicies } from './policies.js';
import { committedReports } from './reports.js';
import { sidebar } from './sidebar.js';

const docs = fileURLToPath(new URL('..', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const reports = committedReports(repository);

export default defineConfig({
  title: 'better-attention',
  description:
    'Cheaper attention mechanisms in TypeScript, trained and judged: the tables of arXiv:2403.01643',
  lang: 'en-GB',
  // Else a switch of the theme adds a style sheet, which the pages' policy refuses.
  appearance: { disableTransition: false },
  rewrites: asIndex,
  markdown: {
    attrs: { disable: true },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(markdown) {
      readableBlocks(markdown);
      equations(markdown);
      repositoryLinks(markdown, { repository, docs, copied: reports.folders });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    nav: [
      { text: 'Mechanisms', link: '/mechanisms' },
      { text: 'Packages', link: '/packages/', activeMatch: '^/packages/' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Results', link: '/results', activeMatch: '^/(results|tables)' },
      { text: 'Contributing', link: '/contributing' },
    ],
    sidebar: sidebar(docs),
  },
  buildEnd({ outDir }) {
    writePolicies(outDir);
    for (const folder of reports.folders) {
      cpSync(join(repository, folder), join(outDir, folder), { recursive: true });
    }
  },
});
