import type { LayerSize } from '../input/tables.js';
import { countCell, measuredCell, textCell } from '../table/cells.js';
import {
  type Cell,
  type Column,
  MECHANISM_COLUMN,
  PLAIN_COLUMN,
  type Row,
  type TableModel,
} from '../table/table-model.js';
import { mechanismLabel } from '../text/format.js';
import { legendOf, remarksOf } from './layer-legend.js';
import { measuresOf } from './measures.js';
import { type MeasuredLayers, ratioOf } from './ratios.js';
import { AXES, fixedText, layerId, sizesAlong, variedAxes } from './sizes.js';

const SIZE_COLUMNS: readonly Column[] = AXES.map(({ axis, symbol }) => ({
  ...PLAIN_COLUMN,
  id: axis,
  kind: axis === 'heads' ? 'label' : 'count',
  label: symbol,
}));

/** A model for each axis that is varied: every mechanism at each of its sizes. */
export function modelsOf(layers: MeasuredLayers): TableModel[] {
  const { input } = layers;
  const measures = measuresOf(input);
  return variedAxes(input).map(({ axis, file, symbol, label }) => ({
    name: `${input.name}-${file}`,
    title: `${input.title} by ${label} (${fixedText(input.base, axis)})`,
    preset: input.preset.name,
    data: '',
    columns: [MECHANISM_COLUMN, ...SIZE_COLUMNS, ...measures],
    rows: sizesAlong(input, axis).flatMap((size) =>
      input.mechanisms.map(
        (mechanism): Row => ({
          id: layerId(mechanism, size),
          kind: 'measured',
          block: 'main',
          heading: `${symbol} = ${size[axis]}`,
          mechanism,
          heads: size.heads,
          cells: [
            textCell(mechanismLabel(mechanism)),
            ...AXES.map((one) => countCell(size[one.axis])),
            ...measures.map((measure) => cellOf(layers, measure, mechanism, size)),
          ],
        }),
      ),
    ),
    legend: legendOf(input),
    remarks: remarksOf(input),
  }));
}

function cellOf({ quantities }: MeasuredLayers, column: Column, mechanism: string, size: LayerSize): Cell {
  const own = quantities(column.id, mechanism, size);
  if (!own) return textCell('');
  const standard = column.annotation === 'ratio' ? quantities(column.id, 'standard', size) : undefined;
  const relative = standard && ratioOf(own, standard);
  const [low, high] = relative?.interval ?? [];
  return measuredCell(column, own, {
    relative: relative?.ratio,
    title: low === undefined ? '' : `95 % interval of the ratio ${low.toFixed(3)} to ${high?.toFixed(3)}`,
  });
}
