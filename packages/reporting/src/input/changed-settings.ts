import type { SettingDifference } from '@better-attention/records';
import { groupBy } from '../collections/groups.js';
import { capitalised, grouped, mechanismLabel, oneLine } from '../text/format.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';
import { datasetName, papersDatasetName } from './dataset-text.js';
import { differenceUnit } from './metrics.js';
import { headlineOf, isTraining, type TableInput, type TrainingTableInput } from './tables.js';

/** A setting of a preset beside what the table states. */
export interface ChangedSetting {
  /** `image size` */
  readonly setting: string;
  readonly stated: string;
  readonly here: string;
  /** Why, in a sentence; none where the preset's own reason is all there is. */
  readonly because?: string;
}

/** What a setting is called, by its path, and what stands for one that isn't stated. */
const NAMES: Readonly<Record<string, readonly [name: string, absent?: string]>> = {
  'dataset.size': ['image size (pixels)'],
  'dataset.length': ['tokens of a text'],
  'dataset.vocabularySize': ['vocabulary (words)'],
  'dataset.limits.train': ['training and validation examples', 'all'],
  'dataset.limits.test': ['test examples', 'all'],
  'model.patchSize': ['patch size (pixels)'],
  'model.blocks': ['transformer blocks'],
  'model.modelWidth': ['model width d_m'],
  'model.heads': ['heads'],
  'model.hiddenWidth': ['feed-forward width'],
  'model.headWidths': ['widths of the layers before the logits'],
  'model.headWidth': ['width of the layer before the logits'],
  'model.dropout': ['dropout'],
  'model.attentionDropout': ['dropout of attention weights'],
  'model.headDropout': ['dropout before the logits'],
  'model.translated': ['sentences translated for BLEU'],
  'training.batchSize': ['batch size'],
  'training.epochs': ['epochs'],
  'training.clipNorm': ['largest norm of gradients', 'any'],
  'training.optimiser.name': ['optimiser'],
  'training.optimiser.learningRate': ['learning rate'],
  'training.optimiser.decaySteps': ['steps until the learning rate is 0', 'constant rate'],
  'training.optimiser.weightDecay': ['weight decay'],
  'training.startFrom.experiment': ['starts from the runs of', 'from scratch'],
  'training.startFrom.preset': ['starts from the runs of preset', 'from scratch'],
  pilotSeeds: ['seeds of a pilot', 'none'],
  baselines: ['baselines', 'none'],
  baselineSeeds: ['seeds of the baselines', 'as many'],
  'ablation.heads': ['other numbers of heads', 'none'],
  'ablation.headSeeds': ['seeds of other numbers of heads', 'as many'],
  'ablation.start': ['other starts of W^A', 'none'],
  'ablation.trainSizes': ['other numbers of training examples', 'none'],
  'ablation.startSeeds': ['seeds of other starts and numbers of examples', 'as many'],
  secondsPerPhase: ['seconds of a phase at most'],
  secondsPerSize: ['seconds of a size at most'],
  sizes: ['sizes of the presets'],
};

const SAMPLE = 'dataset.embeddedSample';
const MARGIN = 'equivalence.margin';
const BASELINES = 'baselines';

/** What settings are of, in the order in which they are read; others stand behind. */
const ORDER = ['dataset', 'model', 'training'];

/** The settings in which a table's preset differs from what the table states, which for training is the paper's. */
export function changedSettings(table: TableInput): ChangedSetting[] {
  const groups = groupBy(table.changed ?? [], ({ path }) => path.split('.')[0] as string);
  const of = (group: string) => (groups.get(group) ?? []).map((difference) => settingOf(table, difference));
  const others = [...groups.keys()].filter((group) => !ORDER.includes(group)).flatMap(of);
  if (!isTraining(table)) return [...ORDER.flatMap(of), ...others];
  return [
    ...dataSet(table),
    ...of('dataset'),
    ...contextLength(table),
    ...of('model'),
    ...of('training'),
    ...others,
  ];
}

function settingOf(table: TableInput, { path, before, after }: SettingDifference): ChangedSetting {
  if (path === SAMPLE)
    return {
      setting: 'data',
      ...both(before, after, (json) =>
        json === 'true' ? 'the sample that the repository carries' : 'the whole set',
      ),
    };
  if (path === MARGIN && isTraining(table)) return marginOf(table, before, after);
  const [setting = humanised(path), absent = 'none'] = NAMES[path] ?? [];
  const item = path === BASELINES ? (value: unknown) => mechanismLabel(`${value}`) : itemText;
  return { setting, ...both(before, after, (json) => textOf(json, { absent, item })) };
}

/** What counts as performing alike, with its reason. */
function marginOf(
  table: TrainingTableInput,
  before: string | undefined,
  after: string | undefined,
): ChangedSetting {
  const unit = differenceUnit(headlineOf(table));
  const shown = (json: string | undefined) => (json === undefined ? 'none' : `± ${json} ${unit}`);
  const because = table.equivalence?.because;
  return {
    setting: 'as good as Standard within',
    ...both(before, after, shown),
    ...(because !== undefined && { because: capitalised(because) }),
  };
}

function both(
  before: string | undefined,
  after: string | undefined,
  shown: (json: string | undefined) => string,
): Pick<ChangedSetting, 'stated' | 'here'> {
  return { stated: shown(before), here: shown(after) };
}

/** Other data than the paper's, by the records. */
function dataSet(table: TrainingTableInput): ChangedSetting[] {
  if (!(table.name in PAPER_DATASETS) || table.records.size === 0) return [];
  const stated = papersDatasetName(table.name);
  const here = datasetName(table);
  return here === stated ? [] : [{ setting: 'data set', stated, here }];
}

/** How long the sequences are that attention works on, where that follows from other settings. */
function contextLength({ counted = [], preset }: TrainingTableInput): ChangedSetting[] {
  const own = counted.find((models) => models.preset === preset.name);
  const papers = counted.find((models) => models.preset !== preset.name);
  if (!own || !papers || own.contextLength === papers.contextLength) return [];
  return [
    { setting: 'context length ℓ', stated: grouped(papers.contextLength), here: grouped(own.contextLength) },
  ];
}

/** A value of JSON as people read it: counts grouped, lists in a row. */
function textOf(
  json: string | undefined,
  { absent, item }: { readonly absent: string; readonly item: (value: unknown) => string },
): string {
  if (json === undefined) return absent;
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) return item(value);
  return value.length === 0 ? absent : value.map(item).join(', ');
}

function itemText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? grouped(value) : `${value}`;
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

/** `axes.contextLength` → `axes: context length`. */
function humanised(path: string): string {
  return path
    .split('.')
    .map((part) => part.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase())
    .join(': ');
}
