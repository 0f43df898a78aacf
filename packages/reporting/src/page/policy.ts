import { createHash } from 'node:crypto';

/** Directives of a Content-Security-Policy and the sources that each allows. */
type Directives = Readonly<Record<string, readonly string[]>>;

const INLINE_SCRIPT = /<script(?![^>]*\s(?:src=|type="application\/json"))[^>]*>(.*?)<\/script>/gs;
const STYLE_ATTRIBUTE = /\sstyle="([^"]*)"/g;

/**
 * The Content-Security-Policy of pages: scripts and style sheets from files beside them, the inline scripts and style
 * attributes that they are rendered with by their SHA-256, images within the page, and fonts within its style sheets. Nothing else: no connection, form
 * or frame, and no code made out of text.
 *
 * @param pages their markup
 * @param more what is allowed besides
 */
export function contentSecurityPolicy(pages: readonly string[], more: Directives = {}): string {
  const attributes = hashes(pages, STYLE_ATTRIBUTE);
  const directives: Directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...hashes(pages, INLINE_SCRIPT)],
    'style-src': ["'self'"],
    'style-src-attr': attributes.length > 0 ? ["'unsafe-hashes'", ...attributes] : ["'none'"],
    'img-src': ['data:'],
    'font-src': ['data:'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  const names = new Set([...Object.keys(directives), ...Object.keys(more)]);
  return [...names]
    .map((name) => [name, ...(directives[name] ?? []), ...(more[name] ?? [])].join(' '))
    .join('; ');
}

/**
 * A page with its policy above all that the policy governs.
 *
 * @throws where the page doesn't begin by saying that it is UTF-8
 */
export function withPolicy(page: string, policy: string): string {
  const [charset] = /<meta charset="utf-8" ?\/?>/i.exec(page) ?? [];
  if (charset === undefined) throw new Error('policy: expected <meta charset="utf-8"> in the page');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return page.replace(charset, () => `${charset}\n${meta}`);
}

/** What a pattern finds in pages, as sources of a policy: the SHA-256 of each. */
function hashes(pages: readonly string[], pattern: RegExp): string[] {
  const contents = pages.flatMap((page) => [...page.matchAll(pattern)].map(([, content = '']) => content));
  return [...new Set(contents)]
    .map((content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`)
    .sort();
}
