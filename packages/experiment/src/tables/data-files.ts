import { fetchSource, locate } from '@better-attention/datasets';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { dataOptions } from '../runs/data-options.js';
import type { TableData } from './table.js';

/** The files of an experiment's data: those of a published set are found by its name, one's own as their definition says. */
export function tableDataOf(experiment: ResolvedExperiment): TableData {
  const { name, obtain } = experiment.dataset;
  const options = dataOptions(experiment);
  return {
    name,
    isHere: async () => (await (obtain ? obtain(options) : locate(name, options))) !== undefined,
    fetch: (more = {}) =>
      obtain ? obtain({ ...options, ...more }) : fetchSource(name, { ...options, ...more }),
  };
}
