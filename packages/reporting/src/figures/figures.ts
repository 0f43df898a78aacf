import { attentionFigure } from './attention.js';
import { curvesFigure } from './curves.js';
import type { Figure, FigureInput } from './figure.js';
import { headsFigure } from './heads.js';
import { seedsFigure } from './seeds.js';
import { parametersFigure, trainTimeFigure } from './tradeoff.js';

const FIGURES = [seedsFigure, curvesFigure, parametersFigure, trainTimeFigure, headsFigure, attentionFigure];

/** The figures of a table that its runs have values for, in the order of its page. */
export function figuresOf(input: FigureInput): Figure[] {
  return FIGURES.map((figure) => figure(input)).filter((figure) => figure !== undefined);
}
