import { clearLine, cursorTo } from 'node:readline';
import type { Progress as DataProgress, ProgressStep } from '@better-attention/datasets';
import type { Holder } from '@better-attention/files';
import { readable } from '@better-attention/records';
import type { UnitProgress } from '../tables/table.js';
import { columnsOf } from './terminal.js';

/** Where progress is written. */
export type Terminal = NodeJS.WriteStream;

/** Seconds between two lines where there is no terminal to rewrite a line on. */
const PLAIN_INTERVAL = 10;
/** Seconds between two updates of a terminal's line. */
const LIVE_INTERVAL = 0.1;

/** One line that is rewritten on a terminal; elsewhere a new line every ten seconds. */
export interface StatusLine {
  /** Shows what `line` gives for so many characters, if it is time for it. */
  update(line: (width: number) => string): void;
  /** Prints a line for good. */
  log(line: string): void;
  /** Removes the line that is rewritten. */
  clear(): void;
}

/**
 * @param stream where to write
 * @param now a clock in seconds
 */
export function statusLine(stream: Terminal, now: () => number = seconds): StatusLine {
  const interval = stream.isTTY ? LIVE_INTERVAL : PLAIN_INTERVAL;
  let shown = now();

  function clear(): void {
    if (!stream.isTTY) return;
    clearLine(stream, 0);
    cursorTo(stream, 0);
  }

  return {
    update(line) {
      const time = now();
      if (time - shown < interval) return;
      shown = time;
      clear();
      const width = columnsOf(stream) - 1;
      const text = readable(line(width));
      stream.write(stream.isTTY ? text.slice(0, width) : `${text}\n`);
    },
    log(line) {
      clear();
      stream.write(`${readable(line)}\n`);
    },
    clear,
  };
}

/**
 * Tells how far a table's units are, and how long they will take.
 *
 * @param units how many units there are to measure
 * @param now a clock in seconds
 * @returns describes the state of a unit; `label` names it, `number` counts from 1. Where it is wider than `width`, it leaves out
 *   where in the unit it is, last part first, and then the end of the label: share, metrics and time left stay
 */
export function tableProgress(units: number, now: () => number = seconds) {
  const started = now();
  return (
    label: string,
    number: number,
    { done, position = [], details }: UnitProgress,
    width = Number.POSITIVE_INFINITY,
  ): string => {
    const share = (number - 1 + done) / units;
    const left = ((now() - started) * (1 - share)) / share;
    const end = [
      ...details,
      `${Math.floor(share * 100)} %`,
      ...(share > 0 ? [`${duration(left)} left`] : []),
    ];
    const count = `(${number}/${units})`;
    const lines = [...position.keys(), position.length].map((kept) =>
      [`${label} ${count}`, ...position.slice(0, kept), ...end].join('  '),
    );
    const fitting = lines.findLast((line) => line.length <= width);
    if (fitting !== undefined) return fitting;
    const rest = ` ${count}  ${end.join('  ')}`;
    return `${label.slice(0, Math.max(0, width - rest.length - 1))}…${rest}`;
  };
}

/** Shows the steps of loading a data set. */
export function dataProgress(line: StatusLine): DataProgress {
  return ({ activity, name, done, total, again }: ProgressStep) => {
    if (again !== undefined) {
      const { reason, milliseconds } = again;
      return line.log(`${name}: ${reason}; trying again in ${duration(milliseconds / 1000)}`);
    }
    return line.update(() => {
      const unit = activity === 'reading' ? ([1, 'examples'] as const) : ([2 ** 20, 'MiB'] as const);
      const amount = (value: number) => Math.floor(value / unit[0]).toLocaleString('en');
      return `${activity} ${name}: ${amount(done)}${total === undefined ? '' : ` of ${amount(total)}`} ${unit[1]}`;
    });
  };
}

/** Who holds a claim, in parentheses: ` (host, process 1234, since 12:31)`; nothing where nobody is known. */
export function holderText(holder: Holder | undefined): string {
  if (holder === undefined) return '';
  const { host, pid, since } = holder;
  const date = new Date(since);
  const day = (each: Date) => each.toLocaleDateString('sv');
  const time = date.toTimeString().slice(0, 5);
  const today = day(date) === day(new Date());
  return ` (${host}, process ${pid}, since ${today ? time : `${day(date)} ${time}`})`;
}

/** A duration as people say it: `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(length: number): string {
  const whole = Math.round(length);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** An estimated duration, no finer than it is known: `50 s`, `46 min`, `2 h 40 min`, `5 days 3 h`. */
export function approximately(length: number): string {
  const minutes = Math.round(length / 60);
  const hours = Math.round(length / 3600);
  if (length < 90) return `${Math.round(length)} s`;
  if (minutes < 60) return `${minutes} min`;
  if (hours < 48) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

function seconds(): number {
  return performance.now() / 1000;
}
