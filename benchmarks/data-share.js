/**
 * What reading costs a training: the same steps once with batches that are made while they run, and once with one batch
 * over and over, in turns.
 */
import { randomStream } from '../packages/random/dist/index.js';
import { onnxEngine, train } from '../packages/training/dist/index.js';

const ROUNDS = 3;
/** Of a round, at least. */
const SECONDS = 3;
const FEWEST_STEPS = 4;

/**
 * The share of a training step's wall time that reading takes, with the model, data and batch of a table's preset and
 * standard attention.
 *
 * @param table its name
 * @param preset that trains, e.g. `cpu`
 * @param load loads the preset's data: a data set
 */
export async function dataShare(table, preset, load) {
  const { default: experiment } = await import(`../experiments/${table}/dist/experiment.js`);
  const overrides = experiment.presets[preset];
  const { model: recipe, dataset: definition } = { ...experiment, ...overrides };
  const batchSize = overrides.batchSize ?? experiment.training.batchSize;
  const optimiser = overrides.optimiser ?? experiment.training.optimiser;
  const dataset = await load(definition);
  const random = randomStream(0);
  const { train: examples } = dataset.split(random.derive('split'));
  const model = recipe.build({ mechanism: 'standard', heads: recipe.heads, dataset });
  const { init, loss, evaluate } = model;
  const engine = await onnxEngine();
  const trainer = await engine.prepare(
    { fields: dataset.fields, batchSize, optimiser, init, loss, ...(evaluate && { evaluate }) },
    random.derive('initialisation'),
  );

  const first = await examples.batch([...Array(batchSize).keys()]);
  const nothing = { size: batchSize, batch: async () => first };
  const secondsOf = async (batch, steps) => {
    const { epochs } = await train(trainer, {
      train: { size: steps * batchSize, batch },
      validation: nothing,
      test: nothing,
      batchSize,
      epochs: 1,
      select: 'accuracy',
      random,
    });
    return epochs[0].trainSeconds / steps;
  };

  const read = (indices, ...rest) => examples.batch(indices, ...rest);
  const repeat = async () => first;
  const most = Math.floor(examples.size / batchSize);
  const trial = await secondsOf(read, Math.min(most, FEWEST_STEPS));
  const steps = Math.min(most, Math.max(FEWEST_STEPS, Math.ceil(SECONDS / trial)));
  const made = [];
  const fixed = [];
  for (let round = 0; round < ROUNDS; round++) {
    made.push(await secondsOf(read, steps));
    fixed.push(await secondsOf(repeat, steps));
  }
  await trainer.dispose();
  const [withReading, without] = [Math.min(...made), Math.min(...fixed)];
  return {
    preset,
    batch: batchSize,
    steps,
    seconds_per_step: withReading,
    seconds_per_step_without_reading: without,
    share: (withReading - without) / withReading,
  };
}
