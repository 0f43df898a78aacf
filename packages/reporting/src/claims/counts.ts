import { whereKnown } from '../input/paper.js';
import { type CountedModels, mainRuns, type TrainingTableInput } from '../input/tables.js';
import { counted as countOf, grouped, mechanismLabel, percent } from '../text/format.js';
import { type ModelSize, type ModelsAtSize, modelsOf } from '../training/model-sizes.js';
import type { TrainingTable } from '../training/training-table.js';
import { MULTIPLICATIONS, type PapersMechanism, SHARES } from '../verdicts/claimed.js';
import type { Finding, Word } from '../verdicts/finding.js';
import { answered, withoutRuns } from './evidence.js';

/** A count that a claim is about, and how it is judged and said. */
interface Counting {
  readonly mechanism: string;
  readonly measure: string;
  count(size: ModelSize): number;
  /** Whether the claim holds of a mechanism's count beside Standard's. */
  holds(own: number, standard: number): boolean;
  /** `Super has 3,136 attention parameters, Standard 4,224: 25.8 % fewer` */
  say(own: number, standard: number): string;
  /** What is claimed, in parentheses; empty where the sentence says it. */
  readonly claimed: string;
  /** The count of one attention layer, where that is told at the paper's sizes. */
  layer?(models: CountedModels, mechanism: string): number | undefined;
}

/** Claim 1: so much less of the attention parameters. Exact. */
export function fewerAttentionParameters({ input }: TrainingTable, mechanism: PapersMechanism): Finding {
  const claimed = SHARES[mechanism];
  const label = mechanismLabel(mechanism);
  const condition =
    mechanism === 'super'
      ? ' where the context is as long as the model is wide, more for shorter contexts; this W^A has no bias'
      : '';
  return countQuestion(input, {
    mechanism,
    measure: 'attention parameters',
    count: ({ parameters }) => parameters.attention,
    holds: (own, standard) => 1 - own / standard >= claimed - 1e-9,
    say: (own, standard) =>
      `${label} has ${grouped(own)} attention parameters, Standard ${grouped(standard)}: ${fewer(own, standard)}`,
    claimed: ` (claimed: ${percent(claimed)} fewer${condition})`,
    layer: ({ models }, name) => models.get(name)?.parameters.layer,
  });
}

/** Claim 2: so many matrix multiplications fewer per head, counted in what was executed. Exact. */
export function fewerMultiplications({ input }: TrainingTable, mechanism: PapersMechanism): Finding {
  const claimed = MULTIPLICATIONS[mechanism];
  return countQuestion(input, {
    mechanism,
    measure: 'matrix multiplications per head',
    count: ({ matmulsPerHead }) => matmulsPerHead,
    holds: (own, standard) => standard - own === claimed,
    say: (own, standard) =>
      `${mechanismLabel(mechanism)} executes ${own} matrix multiplications per head, Standard ${standard}`,
    claimed: ` (claimed: ${claimed} fewer)`,
  });
}

/** Claim 5: a smaller model. Exact. */
export function smallerModel({ input }: TrainingTable, mechanism: string): Finding {
  return countQuestion(input, {
    mechanism,
    measure: 'model parameters',
    count: ({ parameters }) => parameters.model,
    holds: (own, standard) => own < standard,
    say: (own, standard) =>
      `The model with ${mechanismLabel(mechanism)} has ${grouped(own)} parameters, with Standard ${grouped(standard)}: ${fewer(own, standard)}`,
    claimed: '',
  });
}

/** A mechanism's count and Standard's at one preset's sizes. */
interface Counted {
  readonly own: number;
  readonly standard: number;
  readonly holds: boolean;
}

/**
 * A claim on counts. The claim speaks of the paper's models, so the paper's sizes decide where they are known; this
 * preset's stand beside them.
 */
function countQuestion(table: TrainingTableInput, counting: Counting): Finding {
  const { mechanism, measure } = counting;
  const records = ['standard', mechanism].flatMap((name) => mainRuns(table, name).map(([file]) => file));
  const question = { mechanism, measure, records };
  const models = modelsOf(table);
  const here = countedAt(models.own, counting);
  if (here === 'none') return answered(question, 'not measured', withoutRuns(table, mechanism));
  if (here === 'mixed') {
    const sentence = `Runs of ${mechanismLabel(mechanism)} or Standard differ in their ${measure}, so they are of different code.`;
    return answered(question, 'not measured', sentence);
  }
  const there = models.paper && countedAt(models.paper, counting);
  const papers = typeof there === 'object' ? there : undefined;
  const decisive = papers ?? here;
  return answered(
    {
      ...question,
      word: wordOf(decisive),
      numbers: {
        standard: here.standard,
        mechanism: here.own,
        ratio: here.own / here.standard,
        ...(papers && {
          standardAtPaper: papers.standard,
          mechanismAtPaper: papers.own,
          ratioAtPaper: papers.own / papers.standard,
        }),
      },
    },
    decisive.holds ? 'supported' : 'contradicted',
    [
      `${counting.say(here.own, here.standard)}${counting.claimed}.`,
      papersCount(table, mechanism, counting, here.own),
      papers && atPaper(models.paper, counting, { here, papers, ownSizes: models.own.counted }),
    ]
      .filter(Boolean)
      .join(' '),
  );
}

function countedAt(models: ModelsAtSize, { mechanism, count, holds }: Counting): Counted | 'none' | 'mixed' {
  const [standards, owns] = ['standard', mechanism].map((name) => [
    ...new Set(models.sizesOf(name).map((size) => count(size))),
  ]) as [number[], number[]];
  const [standard, ...otherStandards] = standards;
  const [own, ...others] = owns;
  if (standard === undefined || own === undefined) return 'none';
  if (otherStandards.length + others.length > 0) return 'mixed';
  return { own, standard, holds: holds(own, standard) };
}

interface BothSizes {
  readonly here: Counted;
  readonly papers: Counted;
  readonly ownSizes: CountedModels | undefined;
}

/** The count at the paper's sizes, and where only one of both sizes bears the claim out, which. */
function atPaper(
  models: ModelsAtSize | undefined,
  { mechanism, layer }: Counting,
  { here, papers, ownSizes }: BothSizes,
): string {
  const counted = models?.counted;
  if (!models || !counted) return '';
  const at = `At the sizes of preset ${models.preset} (${sizesText(counted)})`;
  if (here.own === papers.own && here.standard === papers.standard) return `${at} these are the same.`;
  const [ownLayer, standardLayer] = [mechanism, 'standard'].map((name) => layer?.(counted, name));
  const layers =
    ownLayer === undefined || standardLayer === undefined
      ? ''
      : `; a layer has ${grouped(ownLayer)}, Standard’s ${grouped(standardLayer)}`;
  const text = `${at} it has ${grouped(papers.own)}, Standard ${grouped(papers.standard)}: ${fewer(papers.own, papers.standard)}${layers}.`;
  if (here.holds === papers.holds) return text;
  const own = `this preset’s sizes${ownSizes ? ` (${sizesText(ownSizes)})` : ''}`;
  return here.holds
    ? `${text} So the claim holds at ${own} and not at the paper’s, of which it speaks.`
    : `${text} So the claim holds at the paper’s sizes, of which it speaks, and not at ${own}.`;
}

/** `ℓ = 144, d_m = 64, 4 heads` */
function sizesText({ contextLength, modelWidth, heads }: CountedModels): string {
  return `ℓ = ${contextLength}, d_m = ${modelWidth}, ${countOf(heads, 'head')}`;
}

function wordOf({ own, standard }: Counted): Word {
  if (own === standard) return 'as many';
  return own < standard ? 'fewer' : 'more';
}

function fewer(count: number, standard: number): string {
  if (count === standard) return 'as many';
  return `${percent(Math.abs(1 - count / standard))} ${count < standard ? 'fewer' : 'more'}`;
}

/** The paper's own count of attention parameters where it is another one. */
function papersCount(
  { paper, heads }: TrainingTableInput,
  mechanism: string,
  { measure }: Counting,
  count: number,
): string {
  const known = paper?.values.find(
    (value) =>
      measure === 'attention parameters' &&
      value.column === 'attentionParameters' &&
      value.mechanism === mechanism &&
      value.heads === heads,
  );
  if (!known || known.value === count) return '';
  return `The paper counts ${grouped(known.value)} (${whereKnown(known)}).`;
}
