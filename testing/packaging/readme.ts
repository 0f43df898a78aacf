/** The fenced examples of a README as one module. */
export interface ReadmeModule {
  readonly language: 'ts' | 'js';
  readonly code: string;
  /** What it says that it prints: the comment after each `console.log` at the margin, in order. */
  readonly promises: readonly string[];
  /** Examples that are left out, each with its reason: what follows “not run:” on the line of its fence. */
  readonly notRun: readonly string[];
}

/**
 * Makes one module of the TypeScript and JavaScript examples of a README. An example may use what those above it import
 * and declare, and may declare a name anew: each lies in a scope inside the one before.
 */
export function readmeModule(markdown: string): ReadmeModule {
  const examples = [...markdown.matchAll(/^```(ts|js)(?: not run: (.+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language, notRun, code = '']) => ({ language, notRun, code }),
  );
  const run = examples.filter(({ notRun }) => notRun === undefined);
  const imports: string[] = [];
  const bodies = run.map(({ code }) =>
    code
      .replace(/^import [^;]+;\n/gm, (statement) => {
        imports.push(statement);
        return '';
      })
      .replace(/^export default /m, 'void '),
  );
  return {
    language: run.every(({ language }) => language === 'js') ? 'js' : 'ts',
    code: `${merged(imports)}${bodies.map((body) => `{\n${body}`).join('')}${'}\n'.repeat(bodies.length)}`,
    promises: run.flatMap(({ code }) =>
      [...code.matchAll(/^console\.log\(.*\);(?: \/\/ (.*))?$/gm)].map(([, promise = '…']) => promise),
    ),
    notRun: examples.flatMap(({ notRun }) => notRun ?? []),
  };
}

/** Import statements in which each name is imported once. */
function merged(statements: readonly string[]): string {
  const names = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const statement of statements) {
    const [, list, module = ''] = /^import \{([^}]+)\} from '(.+)';$/m.exec(statement.trim()) ?? [];
    if (list === undefined) others.add(statement);
    else {
      const known = names.get(module) ?? new Set();
      for (const name of list.split(',')) if (name.trim()) known.add(name.trim());
      names.set(module, known);
    }
  }
  return [
    ...others,
    ...[...names].map(([module, list]) => `import { ${[...list].join(', ')} } from '${module}';\n`),
  ].join('');
}

/** Whether lines that were printed begin with the promised ones; after an ellipsis anything may follow. */
export function keeps(printed: readonly string[], promises: readonly string[]): boolean {
  return promises.every((promise, index) => {
    const [start = '', ...rest] = promise.split('…');
    const line = printed[index] ?? '';
    return rest.length > 0 ? line.startsWith(start) : line === promise;
  });
}
