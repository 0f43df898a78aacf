import { readFileSync } from 'node:fs';
import type { BleuScore } from '../src/index.js';

interface Corpus {
  name: string;
  hypotheses: string[];
  references: string[][];
  scores: BleuScore;
  lowercase: BleuScore;
  effectiveOrder: BleuScore;
  sentences: number[];
}

interface Fixture {
  sacrebleu: string;
  lines: { text: string; tokens: string[] }[];
  splittingCharacters: { code: number; tokens: string[] }[];
  corpora: Corpus[];
}

export const fixture: Fixture = JSON.parse(
  readFileSync(new URL('./fixtures/bleu.json', import.meta.url), 'utf8'),
);

export const manifest: { name: string; version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);
