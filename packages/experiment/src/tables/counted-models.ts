import type { CountedModels } from '@better-attention/reporting';
import type { ResolvedExperiment } from '../definition/define-experiment.js';

/** What the models of an experiment's mechanisms hold and compute under its preset, from what it states alone. */
export function countedModels({ preset, model, dataset, mechanisms }: ResolvedExperiment): CountedModels {
  const { heads } = model;
  const counted = mechanisms.map((mechanism) => {
    const counts = model.count({ mechanism, heads, outline: dataset.outline });
    return { mechanism, counts };
  });
  const [first] = counted;
  if (!first) throw new Error(`counts of preset ${preset.name}: expected a mechanism`);
  const { contextLength, modelWidth } = first.counts;
  return {
    preset: preset.name,
    heads,
    contextLength,
    modelWidth,
    models: new Map(
      counted.map(({ mechanism, counts }) => [
        mechanism,
        {
          parameters: {
            model: counts.parameterCount,
            attention: counts.attentionParameterCount,
            layer: counts.layerParameterCount,
          },
          matmulsPerHead: counts.matmulsPerHead,
        },
      ]),
    ),
  };
}
