/** The text classifier in training in jax-js. */
import { adamUpdate, binaryCrossEntropy, keyedDropout } from './training.js';

const DROPOUT_SITES = 4;

/** Arrays of a trainer by name, `{ shape, values }` each, as those of jax-js. */
export function arraysOf({ numpy: np }, named) {
  return mapRecord(named, ({ shape, values }) => np.array(values).reshape([...shape]));
}

/**
 * Parameters and Adam's moments between steps. `train` takes a step on `batch`, `{ tokens, labels }`, and resolves to
 * its loss; the whole step is one jitted function.
 *
 * @param apply the model, as `textClassifier` makes it
 * @param dropout the rate, 0 for none
 */
export function makeLearner(jax, { apply, parameters, batch, optimiser, dropout }) {
  const { jit, numpy: np, random, tree, valueAndGrad } = jax;
  const zeros = () => mapRecord(parameters, ({ shape }) => np.zeros([...shape]));
  let state = { parameters: arraysOf(jax, parameters), mean: zeros(), variance: zeros() };
  let key = random.key(0);
  let step = 0;

  function lossOf(current, { tokens, labels }, dropoutKey) {
    const { drop, dispose } = keyedDropout(jax, { key: dropoutKey, sites: DROPOUT_SITES, rate: dropout });
    const logits = apply(current, tokens, drop);
    dispose();
    tree.dispose(current);
    return binaryCrossEntropy(jax, logits, labels);
  }

  const takeStep = jit((before, given, { rate, keys }) => {
    const nextKey = keys.ref.slice(0);
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(before.parameters), given, keys.slice(1));
    const after = adamUpdate(jax, before, gradients, { rate, settings: optimiser.settings });
    return { state: after, key: nextKey, loss };
  });

  return {
    parameters: () => state.parameters,
    async train() {
      step++;
      const rate = np.array(optimiser.scalars(step).rate);
      const after = takeStep(state, tree.ref(batch), { rate, keys: random.split(key, 2) });
      ({ state, key } = after);
      const [loss] = await after.loss.data();
      return loss;
    },
  };
}

function mapRecord(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
