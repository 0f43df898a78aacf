import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { samplesFolder } from '@better-attention/samples';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, locateFiles } from '../../src/origin/locate.js';
import { AMAZON } from '../../src/sets/amazon/source.js';
import { ANKI } from '../../src/sets/anki/source.js';
import { CIFAR100 } from '../../src/sets/cifar100/source.js';
import { EUROPARL } from '../../src/sets/europarl/source.js';
import { IMAGENET } from '../../src/sets/imagenet/source.js';
import { IMDB } from '../../src/sets/imdb/source.js';
import { MNIST } from '../../src/sets/mnist/source.js';
import { temporaryFolder } from '../support.js';

const variables = ['BETTER_ATTENTION_DATA', 'BETTER_ATTENTION_CACHE', 'XDG_CACHE_HOME'];

beforeEach(() => {
  vi.unstubAllEnvs();
  for (const name of variables) vi.stubEnv(name, '');
});

async function folderWith(...files: string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  return folder;
}

describe('the files of a data set', () => {
  it('are taken from the mirror before the cache', async () => {
    const mirror = await folderWith('imdb/aclImdb_v1.tar.gz');
    const cache = await folderWith('imdb/aclImdb_v1.tar.gz');
    const empty = await folderWith();
    const inMirror = { source: 'mirror', paths: [join(mirror, 'imdb/aclImdb_v1.tar.gz')] };
    const inCache = { source: 'cache', paths: [join(cache, 'imdb/aclImdb_v1.tar.gz')] };
    expect(await locateFiles(IMDB, { mirror, cache })).toEqual(inMirror);
    expect(await locateFiles(IMDB, { mirror: empty, cache })).toEqual(inCache);
    expect(await locateFiles(IMDB, { cache })).toEqual(inCache);
    expect(await locateFiles(IMDB, { mirror: empty, cache: empty })).toBeUndefined();
    expect(await locateFiles(IMDB, { cache: join(empty, 'absent') })).toBeUndefined();
  });

  it('are taken from the folders that the environment names, unless the options name others', async () => {
    const mirror = await folderWith('imdb/aclImdb_v1.tar.gz');
    vi.stubEnv('BETTER_ATTENTION_DATA', mirror);
    expect((await locateFiles(IMDB))?.source).toBe('mirror');
    const other = await folderWith('imdb/aclImdb_v1-part.tar.gz');
    expect((await locateFiles(IMDB, { mirror: other }))?.paths).toEqual([
      join(other, 'imdb/aclImdb_v1-part.tar.gz'),
    ]);

    expect(cacheFolder({})).toBe(join(homedir(), '.cache', 'better-attention'));
    vi.stubEnv('XDG_CACHE_HOME', '/xdg');
    expect(cacheFolder({})).toBe('/xdg/better-attention');
    vi.stubEnv('BETTER_ATTENTION_CACHE', '/caches/ours');
    expect(cacheFolder({})).toBe('/caches/ours');
    expect(cacheFolder({ cache: '/caches/mine' })).toBe('/caches/mine');
  });

  it('may be a part or the unpacked folder, but no unfinished download', async () => {
    const published = ['imdb/aclImdb/README', 'imdb/aclImdb_v1-part.tar.gz', 'imdb/aclImdb_v1.tar.gz'];
    const chosen = async (...files: string[]) =>
      (await locateFiles(IMDB, { mirror: await folderWith(...files), cache: '/absent' }))?.paths.map((path) =>
        path.slice(path.lastIndexOf('imdb/')),
      );
    expect(await chosen(...published)).toEqual(['imdb/aclImdb_v1.tar.gz']);
    expect(await chosen('imdb/aclImdb_v1-part.tar.gz')).toEqual(['imdb/aclImdb_v1-part.tar.gz']);
    expect(await chosen('imdb/aclImdb/README')).toEqual(['imdb/aclImdb']);
    expect(await chosen('imdb/aclImdb_v1.tar.gz.partial', 'imdb/aclImdb_v1.tar.gz.lock')).toBeUndefined();
  });

  it('may be any number of files, in the order of their names', async () => {
    const mirror = await folderWith(
      'amazon/b.json',
      'amazon/a.jsonl.gz',
      'amazon/notes.txt',
      'amazon/c.json.gz.partial',
    );
    const paths = ['amazon/a.jsonl.gz', 'amazon/b.json'].map((file) => join(mirror, file));
    expect((await locateFiles(AMAZON, { mirror, cache: '/absent' }))?.paths).toEqual(paths);
  });

  it('are all there or none', async () => {
    const files = ['train-images-idx3-ubyte.gz', 'train-labels.idx1-ubyte', 't10k-images-idx3-ubyte'];
    const some = await folderWith(...files.map((file) => `mnist/${file}`));
    expect(await locateFiles(MNIST, { mirror: some, cache: '/absent' })).toBeUndefined();
    await writeFile(join(some, 'mnist/t10k-labels-idx1-ubyte.gz'), '');
    const paths = [...files, 't10k-labels-idx1-ubyte.gz'].map((file) => join(some, 'mnist', file));
    expect((await locateFiles(MNIST, { mirror: some, cache: '/absent' }))?.paths).toEqual(paths);
  });

  it('are not a sample unless one is asked for', async () => {
    const samples = await folderWith('imdb/aclImdb-sample.tar.gz');
    const mirror = await folderWith('imdb/aclImdb_v1.tar.gz');
    expect(await locateFiles(IMDB, { samples, cache: '/absent' })).toBeUndefined();
    expect(await locateFiles(IMDB, { use: 'sample', samples, mirror })).toEqual({
      source: 'embedded sample',
      paths: [join(samples, 'imdb/aclImdb-sample.tar.gz')],
    });
    expect(await locateFiles(IMDB, { use: 'sample' })).toEqual({
      source: 'embedded sample',
      paths: [join(samplesFolder, 'imdb/aclImdb-sample.tar.gz')],
    });
    await expect(locateFiles(IMDB, { use: 'sample', samples: mirror })).rejects.toThrow(
      `imdb: expected the embedded sample at ${join(mirror, 'imdb/aclImdb-sample.tar.gz')}, found nothing there`,
    );
  });

  it('are not looked for in a mirror that is not a folder', async () => {
    const folder = await folderWith('file', 'mirror/imdb');
    const message = 'mirror (BETTER_ATTENTION_DATA): expected a folder at';
    await expect(locateFiles(IMDB, { mirror: join(folder, 'file') })).rejects.toThrow(
      `${message} ${join(folder, 'file')}, found a file`,
    );
    await expect(locateFiles(IMDB, { mirror: join(folder, 'absent') })).rejects.toThrow(
      `${message} ${join(folder, 'absent')}, found nothing`,
    );
    await expect(locateFiles(IMDB, { mirror: join(folder, 'mirror') })).rejects.toThrow(
      `imdb: expected a folder that can be read at ${join(folder, 'mirror/imdb')}, got ENOTDIR`,
    );
  });

  it('are not what systems lay beside them, nor folders of the name of a file', async () => {
    const mirror = await folderWith(
      'amazon/._All_Beauty_5.json.gz',
      'amazon/All_Beauty_5.json.gz',
      'amazon/old.json/All_Beauty_5.json.gz',
      'imdb/aclImdb/train/pos/0_9.txt',
      'imagenet/._train.tar',
      'imagenet/train.tar',
      'imagenet/.cache.tar/x',
    );
    const located = async (source: typeof AMAZON) => (await locateFiles(source, { mirror }))?.paths;
    expect(await located(AMAZON)).toEqual([join(mirror, 'amazon/All_Beauty_5.json.gz')]);
    expect(await located(IMDB)).toEqual([join(mirror, 'imdb/aclImdb')]);
    expect(await located(IMAGENET)).toEqual([join(mirror, 'imagenet/train.tar')]);
  });

  it.each([
    [
      MNIST,
      [
        'mnist/MNIST/raw/train-images-idx3-ubyte',
        'mnist/MNIST/raw/train-labels-idx1-ubyte',
        'mnist/MNIST/raw/t10k-images-idx3-ubyte',
        'mnist/MNIST/raw/t10k-labels-idx1-ubyte',
      ],
    ],
    [
      IMAGENET,
      ['imagenet/data/train-00000-of-00001.parquet', 'imagenet/data/validation-00000-of-00001.parquet'],
    ],
    [ANKI, ['anki/spa-eng/spa.txt']],
    [EUROPARL, ['europarl/es-en/europarl-v7.es-en.en', 'europarl/es-en/europarl-v7.es-en.es']],
    [CIFAR100, ['cifar100/data/cifar-100-binary/train.bin']],
  ] as const)('may lie deeper, as unpackers leave them', async (source, files) => {
    const mirror = await folderWith(
      ...files,
      `${source.name}/README.md`,
      `${source.name}/x.download/${files[0].split('/').at(-1)}`,
    );
    const expected = source === CIFAR100 ? ['cifar100/data/cifar-100-binary'] : files;
    const found = await locateFiles(source, { mirror });
    expect(found?.paths).toEqual(expected.map((file) => join(mirror, file)));
  });

  it('of ImageNet are its images, not what else its publisher has', async () => {
    const others = [
      'ILSVRC2012_validation_ground_truth.txt',
      'LOC_val_solution.csv',
      'ILSVRC2012_devkit_t12.tar.gz',
    ];
    const images = ['ILSVRC2012_img_train.tar', 'ILSVRC2012_img_val.tar'];
    const mirror = await folderWith(...[...others, ...images].map((name) => `imagenet/${name}`));
    expect((await locateFiles(IMAGENET, { mirror }))?.paths).toEqual(
      images.map((name) => join(mirror, 'imagenet', name)),
    );
  });
});
