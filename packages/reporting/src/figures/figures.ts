import { isTraining } from '../input/tables.js';
import type { BuiltTable } from '../report/report.js';
import { attentionFigure } from './attention.js';
import { curvesFigure } from './curves.js';
import type { Figure } from './figure.js';
import { headsFigure } from './heads.js';
import { layerFigures } from './layers.js';
import { seedsFigure } from './seeds.js';
import { parametersFigure, trainTimeFigure } from './tradeoff.js';

const OF_TRAINING = [
  seedsFigure,
  curvesFigure,
  parametersFigure,
  trainTimeFigure,
  headsFigure,
  attentionFigure,
];

/**
 * The figures of a table that its records have values for, in the order of its page.
 *
 * @param recordsPath the records' folder as a figure's reader finds it, relative to the report
 */
export function figuresOf(table: BuiltTable, recordsPath: string): Figure[] {
  if (!isTraining(table)) return layerFigures({ table, recordsPath });
  return OF_TRAINING.map((figure) => figure({ table, recordsPath })).filter((one) => one !== undefined);
}
