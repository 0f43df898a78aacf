import { describe, expect, it } from 'vitest';
import { cifar100, fetchSource, imdb, locate, mnist, translation } from '../../src/index.js';

const TEXT = { vocabularySize: 100, length: 8 };
const KNOWN = 'known: use, mirror, cache, samples, offline, progress, signal, limits';

describe('a misspelt option', () => {
  it.each([
    ['imdb', () => imdb({ ...TEXT, lenght: 9 } as never), 'vocabularySize, length, lineBreaks'],
    [
      'en-es-translation',
      () => translation({ ...TEXT, lenght: 9 } as never),
      'vocabularySize, length, standardisation',
    ],
    ['mnist', () => mnist({ lenght: 9 } as never), 'size, augmentation'],
    ['cifar100', () => cifar100({ lenght: 9 } as never), 'size, augmentation, labels'],
  ])('of %s is refused by its name at once', (name, define, known) => {
    expect(define).toThrow(`${name}: unknown option 'lenght'; known: ${known}`);
  });

  it('of an augmentation is refused', () => {
    const augmentation = { flip: true, rotation: 0, zoom: 0, zom: 1 };
    expect(() => mnist({ augmentation })).toThrow(
      "mnist: augmentation: unknown option 'zom'; known: flip, rotation, zoom",
    );
  });

  it('of load is refused before the network is tried', async () => {
    const start = performance.now();
    const load = (options: object) => imdb(TEXT).load(options);
    await expect(load({ ofline: true })).rejects.toThrow(`imdb: unknown option 'ofline'; ${KNOWN}`);
    await expect(load({ use: 'smaple', samples: 'samples' })).rejects.toThrow(
      `imdb: expected use 'full' or 'sample', got "smaple"`,
    );
    await expect(load({ limits: { trian: 10 } })).rejects.toThrow(
      "imdb: limits: unknown option 'trian'; known: train, test",
    );
    await expect(fetchSource('imdb', { ofline: true } as never)).rejects.toThrow(
      "imdb: unknown option 'ofline'",
    );
    await expect(locate('imdb', { mirorr: '.' } as never)).rejects.toThrow("imdb: unknown option 'mirorr'");
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
