import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';

/** The pages of the site in reading order. Those of folders are what the folders hold. */
export function sidebar(docs: string): DefaultTheme.SidebarItem[] {
  return [
    { text: 'Start', link: '/' },
    { text: 'Mechanisms', link: '/mechanisms' },
    { text: 'What we found', link: '/findings' },
    { text: 'Results', link: '/results' },
    { text: 'Many machines', link: '/clusters' },
    { text: 'Reliability', link: '/reliability' },
    { text: 'Contributing', link: '/contributing' },
    { text: 'Packages', link: '/packages/', items: pagesOf('packages', (name) => name) },
    { text: 'Tables', items: pagesOf('tables', (name) => name) },
    { text: 'Decisions', link: '/decisions/', items: pagesOf('decisions', titleOf) },
    { text: 'Licences', link: '/licences' },
  ];

  function pagesOf(folder: string, text: (name: string) => string): DefaultTheme.SidebarItem[] {
    return readdirSync(join(docs, folder))
      .filter((file) => file.endsWith('.md') && !['README.md', 'index.md'].includes(file))
      .map((file) => file.slice(0, -'.md'.length))
      .map((name) => ({ text: text(name), link: `/${folder}/${name}` }));
  }

  function titleOf(decision: string): string {
    const text = readFileSync(join(docs, 'decisions', `${decision}.md`), 'utf8');
    return /^# (.*)/.exec(text)?.[1] ?? decision;
  }
}
