/** Dropout, the loss of two classes and Adam in jax-js, as ours compute them; references are counted as in the model. */

/** Dropout with masks drawn from a key, one for each of `sites` calls; none at rate 0. */
export function keyedDropout({ numpy: np, random }, { key, sites, rate }) {
  if (rate === 0) return { drop: (x) => x, dispose: () => key.dispose() };
  const keys = random.split(key, sites);
  let site = 0;
  return {
    drop: (x) => {
      const kept = random.bernoulli(keys.ref.slice(site++), 1 - rate, x.shape);
      return np.where(kept, x.mul(1 / (1 - rate)), 0);
    },
    dispose: () => keys.dispose(),
  };
}

/** The mean of `max(z, 0) − z·y + log(1 + e^−|z|)`: logits `[B]`, labels `[B]` of 0 and 1. */
export function binaryCrossEntropy({ numpy: np, nn }, logits, labels) {
  const linear = nn.relu(logits.ref).sub(logits.ref.mul(labels));
  return np.mean(linear.add(np.log1p(np.exp(np.abs(logits).neg()))));
}

/** Adam in Keras' form for every array of a record: `rate` is a scalar that has the bias corrections in it. */
export function adamUpdate({ numpy: np }, { parameters, mean, variance }, gradients, { rate, settings }) {
  const { beta1, beta2, epsilon } = settings;
  const next = { parameters: {}, mean: {}, variance: {} };
  for (const name of Object.keys(parameters)) {
    const gradient = gradients[name];
    const m = mean[name].ref.add(gradient.ref.sub(mean[name]).mul(1 - beta1));
    const square = np.square(gradient);
    const v = variance[name].ref.add(square.sub(variance[name]).mul(1 - beta2));
    const change = m.ref.mul(rate.ref).div(np.sqrt(v.ref).add(epsilon));
    next.parameters[name] = parameters[name].sub(change);
    next.mean[name] = m;
    next.variance[name] = v;
  }
  rate.dispose();
  return next;
}
