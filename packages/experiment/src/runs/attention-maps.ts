import type { Dataset, Field } from '@better-attention/datasets';
import { type AttentionMaps, storedLayer } from '@better-attention/records';
import type { Signature, Trainer } from '@better-attention/training';
import type { AttentionProbe } from '../definition/model.js';
import { shownExamples } from './shown-examples.js';

/** How many test examples the weights are kept of. */
const EXAMPLES = 4;

/** The attention weights of a few examples of different classes of the test part, under the trainer's parameters. */
export async function attentionMapsOf(
  probe: AttentionProbe,
  trainer: Trainer,
  dataset: Dataset,
): Promise<AttentionMaps> {
  const positions = shownExamples(dataset.test.labels, EXAMPLES);
  const batch = await dataset.test.batch(positions);
  const shapes = new Map<string, readonly [number, number, number]>();
  const computation = await trainer.compile((parameters, tensors) => {
    const weights = probe.weights(parameters, tensors);
    return Object.fromEntries(
      probe.layers.map((name, at) => {
        const layer = weights[at];
        if (layer === undefined) throw new Error(`attention maps: no weights for layer '${name}'`);
        const [, heads, queries, keys] = layer.shape;
        shapes.set(name, [heads, queries, keys]);
        return [name, layer];
      }),
    );
  }, signatureOf(dataset));
  const layers = await computation.run(batch);
  await computation.dispose();
  return {
    version: 1,
    examples: positions.map((position, row) => ({
      ...probe.show(position, batch, row),
      layers: [...shapes].map(([name, shape]) => {
        const size = shape.reduce((product, length) => product * length);
        return storedLayer(name, shape, (layers[name] as Float32Array).slice(row * size, (row + 1) * size));
      }),
    })),
  };
}

function signatureOf({ fields }: Dataset): Signature {
  const withBatch = ({ shape, dtype }: Field) => ({ shape: [EXAMPLES, ...shape], dtype });
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, withBatch(field)]));
}
