import type { MarkdownRenderer } from 'vitepress';

/** Renders fences of the language `equations` as MathML, which browsers draw without scripts or fonts of the page. */
export function equations(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  if (fence === undefined) throw new Error('equations: expected a renderer of fences');
  markdown.renderer.rules.fence = (tokens, position, ...rest) => {
    const token = tokens[position];
    return token?.info.trim() === 'equations'
      ? `<div class="equations" tabindex="0" v-pre>${toMathML(token.content)}</div>\n`
      : fence(tokens, position, ...rest);
  };
}

/**
 * MathML of equations, one a line, aligned at their first `=`, in the notation of the sources' docblocks: `_` and `^`
 * before one symbol, `ᵀ`, `²`, `√` and `Σ`, and `/` for a fraction whose numerator reaches back to the last sign or
 * comma and whose denominator is the next symbol or parenthesis.
 * @throws at a character that the notation lacks, and at parentheses without a partner
 */
export function toMathML(text: string): string {
  const rows = text.trim().split('\n').map(equation);
  return `<math display="block"><mtable>${rows.join('')}</mtable></math>`;
}

function equation(line: string): string {
  const sign = line.indexOf('=');
  const cells = [expression(line.slice(0, sign)), '<mo>=</mo>', expression(line.slice(sign + 1))];
  return `<mtr>${cells.map((cell) => `<mtd>${cell}</mtd>`).join('')}</mtr>`;
}

const TOKEN = /\s*(Σ|\p{L}+|\d+|[¼_^²√()|/=+−·,…])/uy;
const SEPARATORS = new Set(['=', '+', '−', '·', ',']);

function tokensOf(text: string): string[] {
  const source = text.trim().replaceAll('ᵀ', '^T');
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < source.length; ) {
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(source)?.[1];
    if (token === undefined)
      throw new Error(`equations: unknown notation '${source.slice(start)}' in '${text}'`);
    tokens.push(token);
  }
  return tokens;
}

function expression(text: string): string {
  const tokens = tokensOf(text);
  let position = 0;
  const whole = sequence();
  if (position < tokens.length)
    throw new Error(`equations: '${tokens[position]}' without a partner in '${text}'`);
  return whole;

  function sequence(end = ')'): string {
    const nodes: string[] = [];
    let term = 0;
    while (position < tokens.length && tokens[position] !== end) {
      const token = tokens[position] as string;
      if (token === '/') {
        position += 1;
        const numerator = nodes.splice(term).join('');
        nodes.push(`<mfrac><mrow>${numerator}</mrow><mrow>${denominator()}</mrow></mfrac>`);
      } else if (SEPARATORS.has(token)) {
        position += 1;
        nodes.push(`<mo>${token}</mo>`);
        term = nodes.length;
      } else {
        nodes.push(scripted());
      }
    }
    return nodes.join('');
  }

  function denominator(): string {
    return tokens[position] === '(' ? enclosed(')') : scripted();
  }

  function scripted(): string {
    const base = symbol();
    const lower = take('_') ? symbol() : undefined;
    const upper = take('²') ? '<mn>2</mn>' : take('^') ? symbol() : undefined;
    if (lower === undefined) return upper === undefined ? base : `<msup>${base}${upper}</msup>`;
    return upper === undefined
      ? `<msub>${base}${lower}</msub>`
      : `<msubsup>${base}${lower}${upper}</msubsup>`;
  }

  function symbol(): string {
    const token = tokens[position] ?? '';
    if (token === '(') return `<mrow><mo>(</mo>${enclosed(')')}<mo>)</mo></mrow>`;
    if (token === '|') return `<mrow><mo>|</mo>${enclosed('|')}<mo>|</mo></mrow>`;
    position += 1;
    if (token === '√') return `<msqrt>${symbol()}</msqrt>`;
    if (token === 'Σ') return '<mo largeop="false" movablelimits="false">∑</mo>';
    if (/^[\d¼]/.test(token)) return `<mn>${token}</mn>`;
    if (/^(\p{L}|…)/u.test(token)) return `<mi>${token}</mi>`;
    throw new Error(`equations: expected a symbol in place of '${token}' in '${text}'`);
  }

  function enclosed(end: string): string {
    position += 1;
    const inner = sequence(end);
    if (!take(end)) throw new Error(`equations: '${end}' is missing in '${text}'`);
    return inner;
  }

  function take(token: string): boolean {
    if (tokens[position] !== token) return false;
    position += 1;
    return true;
  }
}
