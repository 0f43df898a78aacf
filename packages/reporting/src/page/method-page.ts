import { PROGRAM } from '../input/make-again.js';
import { html, htmlLines } from '../text/html.js';
import type { TrainingTable } from '../training/training-table.js';
import type { SitePage } from './document.js';
import { becauseOf, block, deviationsOf, sentences } from './elements.js';

const MEASURED = [
  'Each run trains one model from one seed. Everything random, from the split to dropout, comes from streams that the seed names, so runs of the same seed differ in their mechanism alone and are compared in pairs.',
  'After each epoch the validation part is evaluated; the parameters of the best epoch, the first of equals, are tested once.',
  'Training seconds leave evaluation out. Inference is the median time of a forward pass over one batch. Times of runs are context, set in relation only where engine, device, threads, neighbours, machine and versions are the same and no epoch took more than 1.5 times its run’s median.',
  'What is faster is measured in turns: in each of several processes the models with every mechanism, and with Standard once more as the control, take some steps each, in another order each round, on one thread and on two. Ratios are of one round; a process gives their median.',
  'Parameters are counted, and matrix multiplications are counted in what was executed. Both are counted at the sizes of preset paper too, which needs no run; claims on counts are judged there.',
  'A run whose best epoch is its last had not converged: more epochs might have made it better. It is marked in tables, sentences and verdicts.',
  'A record of other settings than its table’s, beyond the plan, recorded twice or with numbers that can’t be is left out and named.',
  'Numbers of heads are compared over the seeds that all of them have.',
  'BLEU follows sacreBLEU’s definition (13a, exponential smoothing), over whole references that are standardised as the model’s targets are. A word that the vocabulary lacks is one token, `UNK`, which no reference has: it counts as one wrong word and as a word of the translation’s length. Beside BLEU stands what the references themselves score once they are cut to the model’s length and their unknown words replaced: a perfect model’s BLEU.',
];

const DECIDED = [
  'Values are mean ± sample standard deviation over seeds. Their 95 % intervals, and those of paired differences, are Student’s t; there are none of fewer than three seeds.',
  'A headline is bold where it is decidedly better than Standard’s. Each difference has one p value of its two-sided paired t test and one that is corrected, which stand wherever it is named.',
  '“Performs like” is an equivalence test: two one-sided paired t tests against a margin that the experiment states with its reason. “Outperforms” is a two-sided paired t test. A gain of a claimed size is a paired t test against so many times Standard’s value, seed by seed.',
  'A claim about several mechanisms or data sets is supported by all of them, so that each is tested at 0.05 as it is (intersection–union); it is contradicted by one, so that p values against it are corrected over all that the claim is about: Holm’s method over its mechanisms on a data set, times the six data sets. What has no runs counts as p = 1, so that no table changes another’s verdict.',
  'What is open says how many seeds would decide it with 80 % power if the observed difference were the true one, at the observed spread and at the ends of its 80 % interval. The number of seeds is fixed before the first run, or set by the spread of a pilot whose seeds are not tested. Fewer than three shared seeds decide nothing.',
  '“Faster” is asked of each mechanism in each phase, at the paper’s sizes: supported where t tests on the logarithms of the ratios over processes, each at 0.05, show it on one thread and on two; contradicted where it is shown to be slower on one of them, corrected over the data sets, mechanisms and phases of the claim; nothing where the control says that the machine was disturbed.',
  'Single layers count as one thing more in claims 1 and 2. Their parameters are judged where ℓ = d_m, as the claim is; where Super’s counts cross Standard’s stands beside it without a verdict. Their latencies say how far claim 5 reaches, without a verdict.',
  'A test set is finite. Where runs record which of its examples they have right, or all their translations, an interval over other test sets of the same size stands beside each headline: Wilson’s for one run, of fewer than three seeds over the examples alone, and of more over seeds and examples as crossed random factors (Satterthwaite’s degrees of freedom). Differences have the same intervals, of the same examples, and McNemar’s mid-p for each seed. Verdicts rest on the seeds; where the interval over test sets is longer by a tenth or more, that is said.',
  'Mechanisms share the luck of a seed. What the seed and what the mechanism explain of the variance stands below each table (two-way analysis of variance), beside the runs whose ReLU units were all off for the whole validation part.',
  'Beside the t test stand Wilcoxon’s exact signed-rank test, Cohen’s d_z with Hedges’ correction, and the probability that a run of the mechanism is better than one of Standard.',
  'Mechanisms that the paper doesn’t compare are baselines: they have rows of their own, and take no part in bold or claims. Rows of other heads than the paper’s, of other starts of W^A and of parts of the training examples are ablations.',
];

const readingOf = (program: string) => [
  'Every number of a table links to its runs below, every run to its record: a JSON file with configuration, data, engine, machine, sources and all epochs.',
  'A figure’s specification names its records. On these pages, pointing at a mark shows its numbers, and a click on a seed opens its record.',
  `\`${program} report --check\` renders everything again and names each file that differs. \`${program} diff\` sets two reports or folders of records against each other.`,
];

/** How the numbers came about, and in what they differ from the paper. */
export function methodPage(tables: readonly TrainingTable[]): SitePage {
  const deviations = tables.map(
    ({ input }) => html`<h3><a href="${input.name}.html">${input.title}</a></h3>
${becauseOf(input.preset)}
${deviationsOf(input)}`,
  );
  const main = htmlLines([
    block('What is measured', 'measured', sentences('method', MEASURED)),
    block('What decides', 'decided', sentences('method', DECIDED)),
    block(
      'How to follow a number',
      'reading',
      sentences('method', readingOf(tables[0]?.input.program ?? PROGRAM)),
    ),
    block('Deviations from the paper', 'deviations', tables.length > 0 ? htmlLines(deviations) : undefined),
  ]);
  return { path: 'pages/method.html', label: 'Method', title: 'Method and deviations', main };
}
