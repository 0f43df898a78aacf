/**
 * The text classifier with standard attention in jax-js, on the parameters of ours by their flat names.
 *
 * jax-js counts references: a function uses up the arrays that it is given, `.ref` keeps one for later. Parameters are
 * used here and stay the caller's.
 */

const EPSILON = 1e-6;

/** `(parameters, tokens [B, L], drop) → logits [B]`; `drop` is given what dropout is applied to. */
export function textClassifier({ numpy: np, nn }, { heads }) {
  const dense = (parameters, name, x) =>
    np.matmul(x, parameters[`${name}.kernel`].ref).add(parameters[`${name}.bias`].ref);

  const normalise = (parameters, name, x) =>
    nn
      .standardize(x, -1, { epsilon: EPSILON })
      .mul(parameters[`${name}.scale`].ref)
      .add(parameters[`${name}.offset`].ref);

  const embed = (parameters, tokens) =>
    np.take(parameters['embedding.token'].ref, tokens, 0).add(parameters['embedding.position'].ref);

  /** `[B, L, D]` → `[B, L, D]`. `nn.dotProductAttention` would do most of it, but fails on Node 20. */
  function attention(parameters, name, x) {
    const [batch, length, width] = x.shape;
    const project = (which, axes) =>
      dense(parameters, `${name}.${which}`, x.ref)
        .reshape([batch, length, heads, width / heads])
        .transpose(axes);
    const queries = project('query', [0, 2, 1, 3]).mul(1 / Math.sqrt(width / heads));
    const keys = project('key', [0, 2, 3, 1]);
    const values = project('value', [0, 2, 1, 3]);
    x.dispose();
    const attended = np.matmul(nn.softmax(np.matmul(queries, keys)), values); // [B, H, L, Dh]
    const merged = attended.transpose([0, 2, 1, 3]).reshape([batch, length, width]);
    return dense(parameters, `${name}.output`, merged);
  }

  const feedForward = (parameters, name, x) =>
    dense(parameters, `${name}.output`, nn.relu(dense(parameters, `${name}.hidden`, x)));

  function block(parameters, name, x, drop) {
    const attended = drop(attention(parameters, `${name}.attention`, x.ref));
    const y = normalise(parameters, `${name}.attentionNormalisation`, x.add(attended));
    const changed = drop(feedForward(parameters, name, y.ref));
    return normalise(parameters, `${name}.outputNormalisation`, y.add(changed));
  }

  return (parameters, tokens, drop) => {
    const [batch] = tokens.shape;
    const output = block(parameters, 'block', embed(parameters, tokens), drop);
    const summary = drop(np.mean(output, 1)); // [B, D]
    const features = drop(nn.relu(dense(parameters, 'head', summary)));
    return dense(parameters, 'logits', features).reshape([batch]);
  };
}
