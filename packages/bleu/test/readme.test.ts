import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bleu } from '../src/index.js';
import { fixture, manifest } from './support.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the example of the README runs and prints what it says', () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(example).toContain("import { bleu } from '@better-attention/bleu';");
  const printed: string[] = [];
  const run = new Function('bleu', 'console', example.replace(/^import .*$/m, ''));
  run(bleu, { log: (text: string) => printed.push(text) });
  const announced = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  expect(announced).toHaveLength(2);
  expect(printed).toEqual(
    announced.map((text) => text?.replace('…', `${manifest.name}@${manifest.version}`)),
  );
});

it('says what the numbers were compared with', () => {
  expect(readme).toContain(`sacreBLEU ${fixture.sacrebleu} `);
  expect(readme).toContain(` ${fixture.corpora.length} corpora `);
  expect(readme).toContain(` ${fixture.lines.length} lines,`);
});
