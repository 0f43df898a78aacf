import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** The table of a {@link tinyWorkspace}. */
export const TINY = 'tiny';

/** A table of four runs, each of some 900 steps and a few seconds. */
export const TEXTS = `
import { imdb } from '@better-attention/datasets';
import { defineExperiment, textClassifier } from '@better-attention/experiment';
import { adam } from '@better-attention/training';

export default defineExperiment({
  name: '${TINY}',
  title: 'A table that is trained in seconds',
  dataset: imdb({ vocabularySize: 1000, length: 32, lineBreaks: 'word' }),
  model: textClassifier({ modelWidth: 16, heads: 2, hiddenWidth: 16, headWidth: 6, dropout: 0.1 }),
  training: { optimiser: adam({ learningRate: 1e-3 }), batchSize: 32, epochs: 16, select: 'accuracy' },
  columns: ['loss', 'accuracy'],
  headline: 'accuracy',
  mechanisms: ['standard', 'super'],
  seeds: 2,
  presets: { sample: { because: 'for tests', embeddedSample: true } },
  deviations: [],
});
`;

/** A table of one run of 44 steps: the ViT of the Keras example, 21 million parameters, on images of 72 pixels. */
export const IMAGES = `
import { cifar100 } from '@better-attention/datasets';
import { defineExperiment, VIT_OF_KERAS, vit } from '@better-attention/experiment';
import { adamW } from '@better-attention/training';

export default defineExperiment({
  name: '${TINY}',
  title: 'A vision transformer of full size on few images',
  dataset: cifar100({ size: 72, augmentation: { flip: true, rotation: 0.02, zoom: 0.2 } }),
  model: vit(VIT_OF_KERAS),
  training: { optimiser: adamW({ learningRate: 1e-3 }), batchSize: 32, epochs: 2, select: 'accuracy' },
  columns: ['loss', 'accuracy'],
  headline: 'accuracy',
  mechanisms: ['super'],
  seeds: 1,
  presets: {
    sample: { because: 'for tests', embeddedSample: true },
  },
  deviations: [],
});
`;

const PACKAGE = {
  name: `@better-attention/${TINY}-table`,
  private: true,
  type: 'module',
  exports: './experiment.js',
};

/** The folder of the table's records. */
export const recordsFolder = (workspace: string): string =>
  join(workspace, 'experiments', TINY, 'runs', 'sample');

/**
 * Makes a workspace with one table: the packages and samples of this repository, records of its own.
 *
 * @param source the module of its experiment
 */
export async function tinyWorkspace(folder: string, source: string = TEXTS): Promise<void> {
  const experiment = join(folder, 'experiments', TINY);
  await mkdir(experiment, { recursive: true });
  await writeFile(join(experiment, 'package.json'), JSON.stringify(PACKAGE));
  await writeFile(join(experiment, 'experiment.js'), source);
  await cp(join(repository, 'experiments/imdb/paper.json'), join(experiment, 'paper.json'));
  await symlink(join(repository, 'experiments/imdb/node_modules'), join(experiment, 'node_modules'));
  for (const part of ['packages', 'samples', 'pnpm-lock.yaml']) {
    await symlink(join(repository, part), join(folder, part));
  }
}
