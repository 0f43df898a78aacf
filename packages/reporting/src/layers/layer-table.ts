import { checkRecords } from '../input/check-input.js';
import { readableInput } from '../input/readable-input.js';
import type { LayerTableInput } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import type { TableModel } from '../table/table-model.js';
import type { LayerTableFinding } from '../verdicts/finding.js';
import { countFindings } from './count-findings.js';
import { latencyFindings } from './latency-findings.js';
import { rangesSentence, trendSentences, trendsOf } from './latency-trends.js';
import { modelsOf } from './layer-models.js';
import { quantitiesOf } from './quantities.js';
import type { MeasuredLayers } from './ratios.js';

/** A table of single attention layers and what it says. */
export interface LayerTable extends MeasuredLayers {
  readonly kind: LayerTableInput['kind'];
  /** One for each axis that is varied. */
  readonly models: readonly TableModel[];
  /** What it says about the paper's claims. */
  readonly findings: readonly LayerTableFinding[];
  /** What to read first. */
  readonly sentences: readonly string[];
  /** The shortest of it: of counts, where Super's cross Standard's; of times, between which ratios they lie. */
  readonly brief: readonly string[];
}

/**
 * The table of single attention layers: a model for each axis, and its findings.
 *
 * @throws Error when a record is of another table, preset or kind, or counts contradict what is derived
 */
export function buildLayerTable(given: LayerTableInput): LayerTable {
  const input = readableInput(given);
  checkRecords(input);
  const layers = { input, quantities: quantitiesOf(input) };
  return { ...layers, kind: input.kind, models: modelsOf(layers), ...saidBy(layers) };
}

type Said = Pick<LayerTable, 'findings' | 'sentences' | 'brief'>;

function saidBy(layers: MeasuredLayers): Said {
  const { input } = layers;
  if (!isMeasured(input)) {
    const sentences = [unmeasuredText(input)];
    return { findings: [], sentences, brief: sentences };
  }
  return input.kind === 'complexity' ? saidByCounts(layers) : saidByTimes(layers);
}

function saidByCounts(layers: MeasuredLayers): Said {
  const findings = countFindings(layers);
  const crossovers = findings.filter(({ verdict }) => verdict === undefined);
  return {
    findings,
    sentences: findings.map(({ sentence }) => sentence),
    brief: crossovers.map(({ sentence }) => sentence),
  };
}

function saidByTimes(layers: MeasuredLayers): Said {
  const trends = trendsOf(layers);
  const sentences = trendSentences(trends, layers.input);
  return {
    findings: latencyFindings(trends.flat(), layers.input),
    sentences,
    brief: trends.length > 0 ? [rangesSentence(trends.flat())] : [],
  };
}
