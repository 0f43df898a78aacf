import { clearLine, cursorTo } from 'node:readline';
import type { Progress } from '@better-attention/training';

/** Where progress is written. */
export type Terminal = NodeJS.WriteStream;

/** Seconds between two lines where there is no terminal to rewrite a line on. */
const PLAIN_INTERVAL = 15;
/** Seconds between two updates of a terminal's line. */
const LIVE_INTERVAL = 0.1;

/** Shows how far a table's runs are: one line that is rewritten on a terminal, a line every 15 seconds elsewhere. */
export interface ProgressDisplay {
  /** Shows the state of the run under way. `label` names the run, `number` counts from 1. */
  update(label: string, number: number, progress: Progress): void;
  /** Prints a line for good, above the live line. */
  log(line: string): void;
  /** Removes the live line. */
  clear(): void;
}

/**
 * @param runs how many runs there are to train
 * @param stream where to write
 * @param now a clock in seconds
 */
export function progressDisplay(
  runs: number,
  stream: Terminal = process.stderr,
  now: () => number = () => performance.now() / 1000,
): ProgressDisplay {
  const started = now();
  let shown = started;

  function clear(): void {
    if (!stream.isTTY) return;
    clearLine(stream, 0);
    cursorTo(stream, 0);
  }

  return {
    update(label, number, progress) {
      const time = now();
      if (time - shown < (stream.isTTY ? LIVE_INTERVAL : PLAIN_INTERVAL)) return;
      shown = time;
      const done = (number - 1 + runFraction(progress)) / runs;
      const remaining = ((time - started) * (1 - done)) / done;
      const line = [
        `${label} (${number}/${runs})`,
        `epoch ${progress.epoch}/${progress.epochs}`,
        `step ${progress.step}/${progress.steps}`,
        ...Object.entries(progress.train).map(([name, value]) => `${name} ${value.toFixed(3)}`),
        `${Math.floor(done * 100)} %`,
        `${duration(remaining)} left`,
      ].join('  ');
      if (!stream.isTTY) {
        stream.write(`${line}\n`);
        return;
      }
      clear();
      stream.write(line.slice(0, (stream.columns ?? 80) - 1));
    },
    log(line) {
      clear();
      stream.write(`${line}\n`);
    },
    clear,
  };
}

function runFraction({ epoch, epochs, step, steps }: Progress): number {
  return (epoch - 1 + step / steps) / epochs;
}

/** A duration as people say it: `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
