import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';

/** The pages of the site in reading order. Those of folders are what the folders hold. */
export function sidebar(docs: string): DefaultTheme.SidebarItem[] {
  return [
    { text: 'Start', link: '/' },
    { text: 'Install', link: '/install' },
    { text: 'Your own mechanism', link: '/tutorial' },
    { text: 'Coming from Keras or PyTorch', link: '/coming-from' },
    { text: 'Mechanisms', link: '/mechanisms' },
    { text: 'What we found', link: '/findings' },
    { text: 'Results', link: '/results' },
    { text: 'Many machines', link: '/clusters' },
    { text: 'Reliability', link: '/reliability' },
    { text: 'When something fails', link: '/troubleshooting' },
    { text: 'Contributing', link: '/contributing' },
    { text: 'Packages', link: '/packages/', items: pagesOf('packages', (name) => name) },
    { text: 'API', link: '/api/', collapsed: true, items: modules() },
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

  /** What packages export, as the documentation comments of their sources have it. */
  function modules(): DefaultTheme.SidebarItem[] {
    const scope = '@better-attention';
    return readdirSync(join(docs, 'api', scope), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.md'))
      .map((file) => file.slice(0, -'.md'.length))
      .sort()
      .map((name) => ({ text: name, link: `/api/${scope}/${name}` }));
  }

  function titleOf(decision: string): string {
    const text = readFileSync(join(docs, 'decisions', `${decision}.md`), 'utf8');
    return /^# (.*)/.exec(text)?.[1] ?? decision;
  }
}
