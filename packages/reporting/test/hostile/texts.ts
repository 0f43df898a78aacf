import type { z } from 'zod';

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at)).join('');

/** Texts that data may hold, by what they would do where they are shown as they are. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'control characters': `a${range(0, 0x1f)}b${range(0x7f, 0x9f)}c`,
  'halves of pairs and noncharacters': 'a\ud83d b\udc00 c\ufffe\uffff\ufdd0\u{1ffff}',
  'other directions and lines': 'a\u202egnp.exe\u202c\u2067b\u2028c\u2029\u200fd',
  'escape sequences of terminals':
    '\u001b]0;title\u0007\u001b[2J\u001b[31m\u009b31m\roverwritten\u0008\u0008',
  markup:
    '</script></style></title></svg>]]><script>alert(1)</script><!-- <![CDATA[ &amp; &lt;b&gt; "\'><img src=x onerror=alert(1)> javascript:alert(1)',
  Markdown: '| a | **b** __c__ ~~d~~ `e` ``f [g](javascript:alert(1)) <b>h</b> &lt; $i$ \\\n\n# j\n- [ ] k',
  LaTeX:
    '\\input{/etc/passwd} \\end{document} % $ & # _ { } ~ ^ ^^M \\\\ [1em] ?` !` -- ``\n\n\\par « ſ \u3000 K',
  formulas: '=1+1',
  'another formula': '@SUM(1+1)*cmd|\' /C calc\'!A0\t"a","b"\n-2+3',
  'a very long label': 'word'.repeat(5000),
  'a very long label of pairs': '👩‍🔬'.repeat(2000),
  'other scripts': '日本語 العربية हिन्दी ñandú Straße e\u0301 👩‍🔬 \u00a0\u3000',
};

/** A value with the text in the place of every text in it that the schema takes it for, and as a further name of objects. */
export function hostile<Value extends object>(value: Value, text: string, schema: z.ZodType): Value {
  const changed = structuredClone(value);
  const accepts = () => schema.safeParse(changed).success;
  const visit = (node: Record<string, unknown>) => {
    for (const [key, child] of Object.entries(node)) {
      if (typeof child === 'object' && child !== null) visit(child as Record<string, unknown>);
      if (typeof child !== 'string') continue;
      node[key] = text;
      if (!accepts()) node[key] = child;
    }
    if (Array.isArray(node)) return;
    node[text] = text;
    if (!accepts()) delete node[text];
  };
  visit(changed as Record<string, unknown>);
  return changed;
}
