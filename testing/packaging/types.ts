import { join } from 'node:path';
import ts from 'typescript';

/** How a project's TypeScript finds packages. */
export type Resolution = 'node16' | 'bundler';

const MODULES = {
  node16: [ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  bundler: [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
} as const;

/**
 * Compiles modules of a project, strictly and with the declarations of its packages checked, beside their sources.
 *
 * @returns what the compiler finds wrong in the modules or in the packages of this repository; others' declarations are
 *   theirs to mend
 */
export function compileModules(
  project: string,
  modules: readonly string[],
  resolution: Resolution,
): string[] {
  const [module, moduleResolution] = MODULES[resolution];
  const program = ts.createProgram(
    modules.map((each) => join(project, each)),
    {
      module,
      moduleResolution,
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: ['node'],
      typeRoots: [join(project, 'node_modules/@types')],
      strict: true,
    },
  );
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics]
    .filter(({ file }) => !file || !/node_modules\/(?!@better-attention\/)/.test(file.fileName))
    .map((diagnostic) =>
      ts.formatDiagnostic(diagnostic, {
        getCurrentDirectory: () => project,
        getCanonicalFileName: (name) => name,
        getNewLine: () => '\n',
      }),
    );
}
