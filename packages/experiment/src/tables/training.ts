import { existsSync } from 'node:fs';
import type { Dataset } from '@better-attention/datasets';
import {
  type AttentionMaps,
  type NamedRun,
  RUNS,
  type RunRecord,
  runFile,
  type SettingDifference,
  variantParts,
} from '@better-attention/records';
import type { MetricColumn, ResampledMetric } from '@better-attention/reporting';
import type { NamedArrays, Progress } from '@better-attention/training';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { openCheckpoints } from '../runs/checkpoints.js';
import { dataOptions } from '../runs/data-options.js';
import { DEFAULT_ENGINE, ENGINES } from '../runs/engines.js';
import { encodeKept, keptFile, readKept } from '../runs/kept-parameters.js';
import { originOf } from '../runs/origin.js';
import { configurationOf, type PlannedRun, planRuns } from '../runs/plan-runs.js';
import { Failure, named } from '../support/failure.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { describeMachine, TRAINED_CODE } from '../workspace/provenance.js';
import type { Workspace } from '../workspace/workspace.js';
import { countedModels } from './counted-models.js';
import { readDataFacts, withDataFacts } from './data-facts.js';
import { tableDataOf } from './data-files.js';
import { readMaps } from './recorded.js';
import { sharedInput } from './shared-input.js';
import type { LoadOptions, MeasureOptions, Recorded, Session, Table, Unit, UnitProgress } from './table.js';
import { readTranslations } from './translations.js';

interface RunUnit extends Unit {
  readonly run: PlannedRun;
}

/** A table of training runs. */
export function trainingTable(
  workspace: Workspace,
  experiment: ResolvedExperiment,
  { counted = [], changed = [], judged }: Partial<Beside> & Pick<Table, 'judged'> = {},
): Table<RunUnit, RunRecord> {
  const { name, title, preset } = experiment;
  const folder = workspace.recordsFolder(name, preset.name);
  const parts = { workspace, experiment, counted, changed, folder };
  return {
    name,
    title,
    preset,
    folder,
    records: RUNS,
    words: { unit: 'run', verb: 'train', participle: 'trained', gerund: 'training' },
    code: TRAINED_CODE,
    renew: experiment.embeddedSample,
    judged,
    data: tableDataOf(experiment),
    plan: () => planRuns(experiment).map((run) => unitOf(experiment, run)),
    open: (options) => openSession(parts, options),
    seconds: (record) => (record.status === 'complete' ? record.trainSeconds : undefined),
    outcome,
    input: (recorded) => inputOf(parts, recorded),
  };
}

function unitOf(experiment: ResolvedExperiment, run: PlannedRun): RunUnit {
  const { mechanism, heads, seed, variant, trainExamples, fingerprint, configuration } = run;
  const size = trainExamples?.toLocaleString('en');
  const isVariant = variantParts(run).length > 0;
  const columns = [
    [mechanism, variant, size].filter((each) => each !== undefined).join(' '),
    `${heads} heads`,
    `seed ${seed}`,
  ];
  return {
    file: runFile(run),
    name: columns.join(' '),
    columns,
    ...(isVariant && { aside: true }),
    of: { mechanism, heads, seed, hasOwnHeads: heads === experiment.model.heads, isVariant },
    fingerprint,
    configuration,
    work: {
      steps: fingerprintOf(configurationOf(experiment, { mechanism, heads })),
      ...(trainExamples !== undefined && { trainExamples }),
    },
    run,
  };
}

function outcome(record: RunRecord): string {
  if (record.status === 'failed') return `failed: ${record.error}`;
  const test = Object.entries(record.test).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return `test ${test.join(', ')} (epoch ${record.bestEpoch})`;
}

/** What a report sets beside an experiment's runs. */
interface Beside {
  /** The experiment under the presets whose models a report counts. */
  readonly counted: readonly ResolvedExperiment[];
  /** In what the preset differs from the settings that the experiment states for the paper. */
  readonly changed: readonly SettingDifference[];
}

/** What a table is made of. */
interface Parts extends Beside {
  readonly workspace: Workspace;
  readonly experiment: ResolvedExperiment;
  readonly folder: string;
}

async function openSession(parts: Parts, options: MeasureOptions): Promise<Session<RunUnit, RunRecord>> {
  const { experiment, folder } = parts;
  const openEngine = named(ENGINES, options.engine ?? DEFAULT_ENGINE, 'engine');
  const engine = await openEngine(options);
  /** The engine as a run was begun with, where nobody asks for another number of threads. */
  const engineAs = async (threads: number | undefined) =>
    threads === undefined || options.threads !== undefined ? engine : openEngine({ ...options, threads });
  const machine = describeMachine();
  let loading: Promise<Dataset> | undefined;
  const load = ({ signal, onData }: LoadOptions) => {
    loading ??= experiment.dataset.load({
      ...dataOptions(experiment),
      limits: experiment.limits,
      signal,
      progress: onData,
    });
    return loading;
  };
  return {
    lacks({ run }, record) {
      if (options.engine !== undefined && record.engine.name !== options.engine) return true;
      if (options.device !== undefined && record.engine.device !== options.device) return true;
      const complete = record.status === 'complete';
      return options.keepParameters === true && complete && !existsSync(keptFile(folder, run));
    },
    load: async (watched) => void (await load(watched)),
    async measure({ run }, { source, claim, concurrentRuns, signal, say, onProgress }) {
      const dataset = await load({ signal, onData: () => {} });
      const startFrom = await startingParameters(parts, run);
      const checkpoints = await openCheckpoints({
        claim,
        origin: originOf({ run, dataset, source, engine, startFrom }),
        every: options.checkpointEvery,
        concurrentRuns,
        say,
      });
      const { executeRun } = await import('../runs/run.js');
      const { record, files, parameters } = await executeRun(
        run,
        { experiment, dataset, engine: await engineAs(checkpoints.threads), machine, source },
        {
          checkpoints,
          startFrom,
          signal,
          keepParameters: options.keepParameters,
          onProgress: (progress) => onProgress(unitProgress(progress)),
        },
      );
      const keeping = parameters && ([keptFile('', run), encodeKept(parameters)] as const);
      return {
        record,
        files: new Map<string, string | Uint8Array>([...files, ...(keeping ? [keeping] : [])]),
      };
    },
    async calibrate({ run }, watched) {
      const { calibrateRun } = await import('../calibration/calibrate-run.js');
      return calibrateRun(run, { experiment, dataset: await load(watched), engine });
    },
  };
}

function unitProgress({ epoch, epochs, step, steps, train }: Progress): UnitProgress {
  return {
    done: (epoch - 1 + step / steps) / epochs,
    position: [`epoch ${epoch}/${epochs}`, `step ${step}/${steps}`],
    details: Object.entries(train).map(([name, value]) => `${name} ${value.toFixed(3)}`),
  };
}

/** The parameters that a fine-tuned run starts from. */
async function startingParameters(
  { workspace, experiment: { name, startFrom } }: Parts,
  run: PlannedRun,
): Promise<NamedArrays | undefined> {
  if (startFrom === undefined) return undefined;
  const { experiment, preset } = startFrom;
  const { mechanism, heads, seed, variant, trainExamples }: NamedRun = run;
  const folder = workspace.recordsFolder(experiment, preset);
  const where = workspace.shown(keptFile(folder, run));
  const train = `run: ${workspace.lines.command(`train ${experiment} --preset ${preset} --keep-parameters`)}`;
  const kept = { folder, experiment, preset, mechanism, heads, seed, variant, trainExamples, where };
  return readKept({ ...kept, wayOut: `delete it and ${train}` }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Failure(
      `${name} starts from the parameters of ${experiment}, but ${where} is missing; ${train} --retrain`,
    );
  });
}

async function inputOf(parts: Parts, recorded: Recorded<RunRecord>) {
  const { METRICS } = await import('@better-attention/reporting');
  const {
    name,
    columns,
    headline,
    equivalence,
    baselines = [],
    model,
    ablation,
    pilotSeeds,
  } = parts.experiment;
  const [records, variants] = [false, true].map(
    (isVariant) =>
      new Map([...recorded.records].filter(([, run]) => variantParts(run).length > 0 === isVariant)),
  ) as [Map<string, RunRecord>, Map<string, RunRecord>];
  const place = { ...parts, mechanismFile: parts.experiment.judged?.path };
  const shared = await sharedInput(place, parts.experiment, { ...recorded, records });
  const attention = await readAttention(records, parts.folder);
  const translated = await readTranslated(records, parts.folder);
  const facts = await readDataFacts(await parts.workspace.experimentFolder(name));
  return {
    ...shared,
    kind: 'training' as const,
    metrics: columns.map((column) => METRICS.find(({ metric }) => metric === column) as MetricColumn),
    headline,
    ...(equivalence && { equivalence }),
    ...(pilotSeeds !== undefined && { pilotSeeds }),
    baselines,
    heads: model.heads,
    records: withDataFacts(records, facts),
    counted: parts.counted.map(countedModels),
    ...(ablation?.start && { starts: ablation.start, variants: withDataFacts(variants, facts) }),
    ...(ablation?.trainSizes && { trainSizes: ablation.trainSizes }),
    attention: attention.maps,
    resampled: translated.resampled,
    unusable: new Map([...shared.unusable, ...attention.unusable, ...translated.unusable]),
  };
}

/** BLEU of every run's translations on resampled sentences, by the file name of the run. */
async function readTranslated(records: Recorded<RunRecord>['records'], folder: string) {
  const resampled = new Map<string, ResampledMetric>();
  const unusable = new Map<string, string>();
  for (const [file, run] of records) {
    if (run.status !== 'complete' || run.translations === undefined) continue;
    const { test, translations } = run;
    const found = await readTranslations(folder, file, { test, translations });
    if (found.resampled !== undefined) resampled.set(file, found.resampled);
    for (const [name, problem] of found.problems) unusable.set(name, problem);
  }
  return { resampled, unusable };
}

/** Attention weights of the lowest seed that has any, by the file name of the run. */
async function readAttention(records: Recorded<RunRecord>['records'], folder: string) {
  const entries = [...records].flatMap(([file, run]) =>
    run.status === 'complete' && run.attention ? [{ file, seed: run.seed, attention: run.attention }] : [],
  );
  const seed = Math.min(...entries.map((entry) => entry.seed));
  const maps = new Map<string, AttentionMaps>();
  const unusable = new Map<string, string>();
  for (const { file, attention } of entries.filter((entry) => entry.seed === seed)) {
    const { maps: found, problem } = await readMaps(folder, file, attention);
    if (problem !== undefined) unusable.set(attention.file, problem);
    if (found !== undefined) maps.set(file, found);
  }
  return { maps, unusable };
}
