import type { MarkdownRenderer } from 'vitepress';

/** Makes indented code, which holds commands, scroll like fenced code, and heading cells without text plain cells. */
export function readableBlocks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('readable blocks', ({ tokens }) => {
    for (const [position, token] of tokens.entries()) {
      if (token.type === 'code_block') Object.assign(token, { type: 'fence', info: 'sh' });
      if (token.type === 'th_open' && tokens[position + 1]?.content === '') {
        for (const cell of [token, tokens[position + 2]]) Object.assign(cell as object, { tag: 'td' });
      }
    }
  });
}
