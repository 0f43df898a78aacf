import { readable } from '@better-attention/records';
import { type Estimate, secondsAlone, sumOf, type Total } from '../plan/estimate.js';
import { type EstimatedTable, type EstimatedUnit, totalLeft } from '../plan/plan-table.js';
import { situationOf } from '../plan/situation.js';
import { allRecorded, counted } from '../support/counted.js';
import type { Workspace } from '../workspace/workspace.js';
import { aligned } from './aligned.js';
import { approximately, duration } from './progress.js';

/** How many columns a line fills at most. */
const COLUMNS = 80;

/** A plan in words: a line for each table, what is left, and how to go on. */
export function summaryLines(preset: string, tables: readonly EstimatedTable[]): string[] {
  const rows = tables.map((each) => [
    each.table.name,
    `${each.units.filter(({ isLeft }) => !isLeft).length} of ${each.units.length}`,
    ...amounts(totalLeft(each)),
    notes(each.units),
  ]);
  return [
    ...aligned([['table', 'recorded', 'time left', 'memory', ''], ...rows]),
    '',
    ...wayOn(tables, { unit: 'unit', start: `npm run reproduce -- --preset ${preset}`, of: '' }),
  ].map(shown);
}

/** A table's plan in words: a line for each unit, what is left, and how to go on. */
export function tableLines(workspace: Workspace, estimated: EstimatedTable): string[] {
  const { table, units } = estimated;
  const { name, preset, words } = table;
  const total = totalLeft(estimated);
  const recorded = units.length - total.units;
  return [
    total.units === 0
      ? `${name}, preset ${preset.name}: ${allRecorded(units.length, words.unit)}`
      : `${name}, preset ${preset.name}: ${recorded} of ${counted(units.length, words.unit)} recorded`,
    `  records: ${workspace.shown(table.folder)}`,
    ...aligned(units.map((each) => ['', ...each.unit.columns, ...remarks(estimated, each)])),
    ...wayOn([estimated], {
      unit: words.unit,
      start: `npm run table -- ${name} --preset ${preset.name}`,
      of: ` ${name}`,
    }),
  ].map(shown);
}

/** What is left, in words: `95 runs, about 2 h 40 min, up to 1.3 GB of memory`. */
export function totalInWords(total: Total, unit: string): string {
  const [time, memory] = amounts(total);
  return [counted(total.units, unit), time, memory && `up to ${memory} of memory`].filter(Boolean).join(', ');
}

interface WayOn {
  /** How units are called. */
  readonly unit: string;
  /** The command that measures what is left. */
  readonly start: string;
  /** What a plan of these tables is asked with before its options. */
  readonly of: string;
}

function wayOn(tables: readonly EstimatedTable[], { unit, start, of }: WayOn): string[] {
  const total = sumOf(tables.map(totalLeft));
  const preset = tables[0]?.table.preset.name;
  if (total.units === 0) return [];
  const left = tables.flatMap(({ units }) => units.filter(({ isLeft }) => isLeft));
  const isKnown = left.every(({ estimate }) => estimate !== undefined);
  return [
    `left: ${totalInWords(total, unit)}`,
    ...(isKnown ? [] : [`estimate: better-attention plan${of} --preset ${preset} --calibrate`]),
    `start: ${start}`,
  ];
}

/** Time and memory of a total. */
function amounts({ units, seconds, memoryBytes, unknown }: Total): [string, string] {
  const memory = memoryBytes === undefined ? '' : `${(memoryBytes / 1e9).toFixed(1)} GB`;
  if (units === 0) return ['', ''];
  if (unknown === units) return ['time unknown', memory];
  return [`${unknown > 0 ? 'more than' : 'about'} ${approximately(seconds)}`, memory];
}

/** How many units are in a state that a count of the recorded ones doesn't tell. */
function notes(units: readonly EstimatedUnit[]): string {
  const states = units.map((each) => situationOf(each).state);
  return ['running', 'unfinished', 'failed']
    .map((state) => [states.filter((each) => each === state).length, state] as const)
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${state}`)
    .join(', ');
}

function remarks({ table }: EstimatedTable, planned: EstimatedUnit): string[] {
  const { record, isLeft, estimate } = planned;
  const situation = situationOf(planned);
  if (situation.state === 'running') {
    const { host, pid, since } = situation.holder;
    return ['running', `on ${host}, process ${pid}, since ${since.slice(0, 16).replace('T', ' ')}`];
  }
  if (isLeft || record === undefined) return [situation.state, estimate ? expected(estimate) : ''];
  const seconds = table.seconds(record);
  return [
    situation.state,
    seconds === undefined ? readable(table.outcome(record)) : `took ${duration(seconds)}`,
  ];
}

function expected(estimate: Estimate): string {
  return `about ${approximately(secondsAlone(estimate))}`;
}

/** A line as a terminal shows it. */
function shown(text: string): string {
  const line = readable(text);
  return line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line;
}
