import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Beside this file lie the packages that the command itself runs with. */
const HERE = import.meta.url;
/** What must exist once in a process: registries, and the engine behind all tensors. */
const SHARED = /^@(better-attention\/|tensorflow\/tfjs-core(\/|$))/;
/** A line that a module of ECMAScript alone can have. */
const MODULE = /^\s*(import\s*["'{*\w]|export\s*(default\b|[{*]|const\b|let\b|async\b|function\b|class\b))/m;

const isOwn = (url) => url?.startsWith('file:') && !url.includes('/node_modules/');

/**
 * Gives people's own files the packages that the command runs with, before any copy beside the file: it needn't be installed
 * there, and no registry exists twice.
 */
export async function resolve(specifier, context, next) {
  const { parentURL } = context;
  if (!SHARED.test(specifier) || !isOwn(parentURL)) return next(specifier, context);
  return next(specifier, { ...context, parentURL: HERE }).catch(() =>
    next(specifier, { ...context, parentURL }),
  );
}

/** Takes a `.js` that imports or exports for the module that it is, whether or not a `package.json` says so, and a `.ts` for one too. */
export async function load(url, context, next) {
  if (!isOwn(url)) return next(url, context);
  if (/\.m?ts$/.test(url)) return { format: 'module', source: await compiled(url), shortCircuit: true };
  if (!/\.js$/.test(url) || context.format === 'module') return next(url, context);
  const source = await readFile(new URL(url), 'utf8');
  if (!MODULE.test(source)) return next(url, context);
  return { format: 'module', source, shortCircuit: true };
}

/** JavaScript with the way back to the lines of its TypeScript. */
async function compiled(url) {
  const { transform } = await import('esbuild');
  const sourcefile = fileURLToPath(url);
  const source = await readFile(sourcefile, 'utf8');
  const { code } = await transform(source, {
    loader: 'ts',
    format: 'esm',
    sourcefile,
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return code;
}
