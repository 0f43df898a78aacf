/** This package with its version; written by the build from package.json. */
export const VERSION = '@better-attention/bleu@0.0.0';
