import { describe, expect, it } from 'vitest';
import { countedModels } from '../../src/tables/counted-models.js';
import { loadExperiment } from '../../src/tables/load-table.js';
import { workspace } from '../workspace.js';

async function counted(name: string, preset: string) {
  const { models, ...sizes } = countedModels(await loadExperiment(workspace, name, { preset }));
  return { ...sizes, standard: models.get('standard'), super: models.get('super') };
}

describe('models are counted without data', () => {
  it('of 144 patches, where Super’s layer is larger than Standard’s', async () => {
    expect(await counted('cifar100', 'paper')).toMatchObject({
      preset: 'paper',
      heads: 4,
      contextLength: 144,
      modelWidth: 64,
      standard: { parameters: { attention: 8 * 16_640, layer: 16_640 }, matmulsPerHead: 6 },
      super: { parameters: { attention: 8 * 29_056, layer: 29_056 }, matmulsPerHead: 5 },
    });
  });

  it.each([
    ['cifar100', 'cpu', { model: 2_395_940, attention: 66_560 }],
    ['mnist', 'cpu', { model: 975_498, attention: 66_560 }],
    ['imdb', 'paper', { model: 647_693, attention: 4_224 }],
    ['amazon-reviews', 'cpu', { model: 647_721, attention: 4_224 }],
    ['en-es-translation', 'cpu', { model: 1_874_336, attention: 198_144 }],
  ])('as the runs of %s, preset %s, record them', async (name, preset, parameters) => {
    expect((await counted(name, preset)).standard?.parameters).toMatchObject(parameters);
  });

  it('with as many classes as are published', async () => {
    const [small, whole] = [await counted('imagenet', 'cpu'), await counted('imagenet', 'paper')];
    expect(small.standard?.parameters.model).toBe(2_376_650 + 990 * (256 + 1));
    expect(whole.contextLength).toBe(144);
  });
});
