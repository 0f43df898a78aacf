/**
 * What reading costs a training: the same steps once with batches that are made while they run, and once with one batch
 * over and over, in turns.
 */
import { resolveExperiment } from '../packages/experiment/dist/definition/define-experiment.js';
import { planRuns } from '../packages/experiment/dist/runs/plan-runs.js';
import { prepareRun } from '../packages/experiment/dist/runs/run.js';
import { onnxEngine, train } from '../packages/training/dist/index.js';

const ROUNDS = 3;
/** Of a round, at least. */
const SECONDS = 3;
const FEWEST_STEPS = 4;

/**
 * The share of a training step's wall time that reading takes, in the first run of a table's preset.
 *
 * @param table its name
 * @param preset that trains, e.g. `cpu`
 * @param load loads the preset's data: a data set
 */
export async function dataShare(table, preset, load) {
  const { default: definition } = await import(`../experiments/${table}/dist/experiment.js`);
  const experiment = resolveExperiment(definition, { preset });
  const { batchSize } = experiment.training;
  const { random, training, trainer } = await prepareRun(planRuns(experiment)[0], {
    experiment,
    dataset: await load(experiment.dataset),
    engine: await onnxEngine(),
  });

  const first = await training.batch([...Array(batchSize).keys()]);
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

  const repeat = async () => first;
  const most = Math.floor(training.size / batchSize);
  const trial = await secondsOf(training.batch, Math.min(most, FEWEST_STEPS));
  const steps = Math.min(most, Math.max(FEWEST_STEPS, Math.ceil(SECONDS / trial)));
  const made = [];
  const fixed = [];
  for (let round = 0; round < ROUNDS; round++) {
    made.push(await secondsOf(training.batch, steps));
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
