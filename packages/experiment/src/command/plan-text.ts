import { readable } from '@better-attention/records';
import { type Estimate, secondsAlone, sumOf, type Total } from '../plan/estimate.js';
import { type EstimatedTable, type EstimatedUnit, totalLeft } from '../plan/plan-table.js';
import { situationOf } from '../plan/situation.js';
import { allRecorded, counted } from '../support/counted.js';
import type { CommandLines } from '../workspace/command-lines.js';
import type { Workspace } from '../workspace/workspace.js';
import { aligned } from './aligned.js';
import { approximately, duration } from './progress.js';

/** A table of more units is told by a line for each configuration. */
const MOST_LISTED = 24;

/** A plan in words: a line for each table, what is left, and how to go on. */
export function summaryLines(
  { lines }: Pick<Workspace, 'lines'>,
  preset: string,
  tables: readonly EstimatedTable[],
): string[] {
  const rows = tables.map((each) => [
    each.table.name,
    `${each.units.filter(({ isLeft }) => !isLeft).length} of ${each.units.length}`,
    ...amounts(totalLeft(each)),
    notes(each.units),
  ]);
  return [
    ...aligned([['table', 'recorded', 'time left', 'memory', ''], ...rows]),
    '',
    ...wayOn(tables, { unit: 'unit', start: lines.measure({ preset }), lines }),
  ].map(readable);
}

/** Whether every unit is listed, however many there are. */
export interface ListOptions {
  readonly all?: boolean | undefined;
}

/**
 * A table's plan in words: a line for each unit, or for the units that differ in their seed alone where they are many; what is
 * left, and how to go on.
 */
export function tableLines(
  workspace: Workspace,
  estimated: EstimatedTable,
  { all = false }: ListOptions = {},
): string[] {
  const { table, units } = estimated;
  const { lines } = workspace;
  const isListed = all || units.length <= MOST_LISTED;
  const { name, preset, words } = table;
  const total = totalLeft(estimated);
  const recorded = units.length - total.units;
  return [
    total.units === 0
      ? `${name}, preset ${preset.name}: ${allRecorded(units.length, words.unit)}`
      : `${name}, preset ${preset.name}: ${recorded} of ${counted(units.length, words.unit)} recorded`,
    `  records: ${workspace.shown(table.folder)}`,
    ...aligned(
      isListed
        ? units.map((each) => ['', ...each.unit.columns, ...remarks(estimated, each)])
        : configurationRows(estimated),
    ),
    ...(isListed ? [] : [`each of them: ${lines.command(`plan ${name} --preset ${preset.name} --units`)}`]),
    ...wayOn([estimated], {
      unit: words.unit,
      start: lines.measure({ name, preset: preset.name }),
      lines,
    }),
  ].map(readable);
}

/** A row for the units of each configuration: how many are recorded, and what the others take. */
function configurationRows({ table, units }: EstimatedTable): string[][] {
  const groups = new Map<string, EstimatedUnit[]>();
  for (const each of units) {
    const key = each.unit.columns.slice(0, -1).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const columns = (group[0] as EstimatedUnit).unit.columns.slice(0, -1);
    const left = totalLeft({ table, units: group });
    const recorded = group.filter(({ isLeft }) => !isLeft);
    return ['', ...columns, `${recorded.length} of ${group.length}`, amounts(left)[0], notes(group)];
  });
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
  readonly lines: CommandLines;
}

function wayOn(tables: readonly EstimatedTable[], { unit, start, lines }: WayOn): string[] {
  const total = sumOf(tables.map(totalLeft));
  const [{ table } = {}] = tables;
  if (total.units === 0 || table === undefined) return [];
  const of = tables.length === 1 ? ` ${table.name}` : '';
  const left = tables.flatMap(({ units }) => units.filter(({ isLeft }) => isLeft));
  const isKnown = left.every(({ estimate }) => estimate !== undefined);
  return [
    `left: ${totalInWords(total, unit)}`,
    ...(isKnown ? [] : [`estimate: ${lines.command(`plan${of} --preset ${table.preset.name} --calibrate`)}`]),
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
