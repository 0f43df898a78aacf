import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

type Token = Parameters<NonNullable<MarkdownRenderer['renderer']['rules']['text']>>[0][number];

const INCLUDE_ALONE = /^<!--@include: (\S+)-->\s*$/;

/** Folders and files by which the links of pages are resolved. */
export interface LinkOptions {
  readonly repository: string;
  /** The folder of the site's pages. */
  readonly docs: string;
  /** Folders of the repository that lie beside the pages in the built site, relative to the repository. */
  readonly copied: readonly string[];
}

/**
 * Makes links that lead from file to file in the repository lead from page to page. A page that is nothing but an include
 * has the links of the file that it includes. A link to a file that the site lacks becomes the file's path. The names of
 * headings have a hyphen in place of an underscore, and so have links to them.
 * @throws while rendering, at a link to a file that does not exist
 */
export function repositoryLinks(markdown: MarkdownRenderer, { repository, docs, copied }: LinkOptions): void {
  const sources = sourcesOfPages(docs);
  const pages = new Map(
    [...sources].flatMap(([page, source]) => [source, join(docs, page)].map((file) => [file, page] as const)),
  );

  markdown.core.ruler.push('repository links', ({ tokens, env }) => {
    if (env.relativePath === undefined) return; // a title on its own
    const page = asIndex(env.relativePath);
    const source = sources.get(page) ?? join(docs, page);
    for (const children of tokens.map((token) => token.children ?? [])) {
      for (const [position, token] of children.entries()) {
        const href = token.attrGet('href');
        if (token.type !== 'link_open' || href === null || /^(\w+:|\/)/.test(href)) continue;
        if (href.startsWith('#')) {
          token.attrSet('href', href.replaceAll('_', '-'));
          continue;
        }
        const [path = '', anchor] = decodeURI(href).split('#');
        const file = fileAt(resolve(dirname(source), path));
        const fromRoot = slashes(relative(repository, file));
        const isCopied = copied.some((folder) => fromRoot.startsWith(`${folder}/`));
        const target = pages.get(file) ?? (isCopied ? fromRoot : undefined);
        if (target === undefined) {
          replaceByPath(children, position, path, fromRoot);
        } else {
          const hash = anchor === undefined ? '' : `#${anchor}`;
          token.attrSet('href', `./${posix.relative(posix.dirname(page), target)}${hash}`);
          if (isCopied) token.attrSet('target', '_self');
        }
      }
    }
  });
}

/** `README.md` is the page `index.md` of its folder. */
export function asIndex(page: string): string {
  return page.replace(/README\.md$/, 'index.md');
}

function sourcesOfPages(docs: string): Map<string, string> {
  const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).map(slashes);
  return new Map(
    files
      .filter((file) => file.endsWith('.md') && !file.startsWith('.'))
      .map((file) => {
        const [, included] = INCLUDE_ALONE.exec(readFileSync(join(docs, file), 'utf8')) ?? [];
        return [asIndex(file), included ? resolve(docs, dirname(file), included) : join(docs, file)];
      }),
  );
}

function fileAt(path: string): string {
  if (!existsSync(path)) throw new Error(`a link leads to ${path}, where nothing is`);
  const readme = join(path, 'README.md');
  return statSync(path).isDirectory() && existsSync(readme) ? readme : path;
}

/** Keeps the text of the link that begins at a position; a text that is the link's path becomes the one from the root. */
function replaceByPath(children: Token[], position: number, path: string, fromRoot: string): void {
  const end = children.findIndex(({ type }, each) => each > position && type === 'link_close');
  const inside = children.slice(position + 1, end);
  for (const token of [children[position], children[end]] as Token[]) {
    Object.assign(token, { type: 'text', tag: '', nesting: 0, content: '' });
  }
  const [text] = inside;
  if (inside.length === 1 && text?.content === path) {
    Object.assign(text, { type: 'code_inline', tag: 'code', content: fromRoot });
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
