import { headlineFindings } from '../claims/headline-findings.js';
import { isSpeed, isTraining } from '../input/tables.js';
import type { BuiltTable } from '../report/report.js';
import { attentionFigure } from './attention-figure.js';
import { curvesFigure } from './curves-figure.js';
import { type Figure, titled, type UntitledFigure } from './figure.js';
import { headlineFigure } from './headline-figure.js';
import { headsFigure } from './heads-figure.js';
import { layerFigures } from './layer-figures.js';
import { priceFigure } from './price-figure.js';
import { slopeFigure } from './slope-figure.js';
import { speedFigures } from './speed-figures.js';
import { startFigure } from './start-figure.js';

const OF_TRAINING = [
  headlineFigure,
  slopeFigure,
  curvesFigure,
  priceFigure,
  headsFigure,
  startFigure,
  attentionFigure,
];

/**
 * The figures of a table that its records have values for, in the order of its page.
 *
 * @param recordsPath the records' folder as a figure's reader finds it, relative to the report
 */
export function figuresOf(table: BuiltTable, recordsPath: string): Figure[] {
  return untitledFigures(table).map((figure) => titled(figure, table, recordsPath));
}

function untitledFigures(table: BuiltTable): UntitledFigure[] {
  if (isSpeed(table)) return speedFigures(table);
  if (!isTraining(table)) return layerFigures(table);
  const findings = headlineFindings(table);
  return OF_TRAINING.map((figure) => figure(table, findings)).filter((one) => one !== undefined);
}
