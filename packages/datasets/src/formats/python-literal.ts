const DEEPEST = 64;
const NAMES: Readonly<Record<string, null | boolean | number>> = {
  None: null,
  True: true,
  False: false,
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
};
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const NAME = /[A-Za-z]+/y;
const SPACE = /[ \t\r\n\f]*/y;
const NUMBERED_ESCAPE = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})/y;

/** A value that a literal of Python stands for: dictionaries as maps without prototype, tuples as arrays. */
export type PythonValue = null | boolean | number | string | PythonValue[] | { [key: string]: PythonValue };

/**
 * The value of a literal of Python, of the kinds that lines of the 2014 Amazon reviews are made of: dictionaries, lists,
 * tuples, strings, numbers, `None`, `True` and `False`. Nothing is executed.
 *
 * @throws SyntaxError that names the column, from 1
 */
export function parsePythonLiteral(text: string): PythonValue {
  let position = 0;

  function fail(expected: string): never {
    const found = position < text.length ? JSON.stringify(text.slice(position, position + 12)) : 'the end';
    throw new SyntaxError(`expected ${expected} at column ${position + 1}, found ${found}`);
  }

  function match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found) position = pattern.lastIndex;
    return found;
  }

  function accept(symbol: string): boolean {
    match(SPACE);
    if (text[position] !== symbol) return false;
    position++;
    return true;
  }

  function value(depth: number): PythonValue {
    if (depth > DEEPEST) fail(`at most ${DEEPEST} values within each other`);
    if (accept('{')) return dictionary(depth);
    if (accept('[')) return items(']', depth);
    if (accept('(')) return items(')', depth);
    const quote = text[position + (/[uU]/.test(text[position] ?? '') ? 1 : 0)];
    if (quote === "'" || quote === '"') return string();
    const number = match(NUMBER);
    if (number) return Number(number[0]);
    const start = position;
    const name = match(NAME)?.[0] ?? '';
    if (Object.hasOwn(NAMES, name)) return NAMES[name] as PythonValue;
    position = start;
    return fail('a value');
  }

  function dictionary(depth: number): PythonValue {
    const entries: Record<string, PythonValue> = Object.create(null);
    while (!accept('}')) {
      const key = value(depth + 1);
      if (typeof key !== 'string') fail('a string as key');
      if (!accept(':')) fail("':'");
      entries[key as string] = value(depth + 1);
      if (accept('}')) break;
      if (!accept(',')) fail("',' or '}'");
    }
    return entries;
  }

  function items(end: string, depth: number): PythonValue {
    const values: PythonValue[] = [];
    while (!accept(end)) {
      values.push(value(depth + 1));
      if (accept(end)) break;
      if (!accept(',')) fail(`',' or '${end}'`);
    }
    return values;
  }

  function string(): string {
    if (text[position] !== "'" && text[position] !== '"') position++;
    const quote = text[position++];
    const parts: string[] = [];
    for (;;) {
      const start = position;
      while (position < text.length && text[position] !== quote && text[position] !== '\\') position++;
      parts.push(text.slice(start, position));
      if (position >= text.length) fail(`the end of a string (${quote})`);
      if (text[position++] === quote) return parts.join('');
      parts.push(escaped());
    }
  }

  function escaped(): string {
    const found = match(NUMBERED_ESCAPE);
    if (found) {
      const [, two, four, eight, octal] = found;
      const code =
        octal === undefined ? Number.parseInt(two ?? four ?? eight ?? '', 16) : Number.parseInt(octal, 8);
      if (code > 0x10ffff) fail('a character up to U+10FFFF');
      return String.fromCodePoint(code);
    }
    const symbol = text[position++] ?? fail('a character after the backslash');
    if ('\\\'"'.includes(symbol)) return symbol;
    return ESCAPES[symbol] ?? `\\${symbol}`;
  }

  const result = value(0);
  match(SPACE);
  if (position < text.length) fail('the end');
  return result;
}
