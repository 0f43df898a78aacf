import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  approximately,
  dataProgress,
  duration,
  holderText,
  statusLine,
  type Terminal,
  tableProgress,
} from '../../src/command/progress.js';

function capture({ isTTY, columns = 40 }: { isTTY: boolean; columns?: number }) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns }) as unknown as Terminal;
  return { stream, text: () => String((stream as unknown as PassThrough).read() ?? '') };
}

describe('statusLine', () => {
  it('rewrites one line on a terminal, cut to its width, at most ten times a second', () => {
    let time = 0;
    const { stream, text } = capture({ isTTY: true });
    const line = statusLine(stream, () => time);
    line.update(() => 'too early');
    time = 0.2;
    line.update(() => 'x'.repeat(100));
    line.log('done');
    expect(text()).toBe(`\x1b[2K\x1b[1G${'x'.repeat(39)}\x1b[2K\x1b[1Gdone\n`);
  });

  it('prints plain lines elsewhere, one every ten seconds', () => {
    let time = 0;
    const { stream, text } = capture({ isTTY: false });
    const line = statusLine(stream, () => time);
    for (time = 1; time <= 21; time++) line.update(() => `at ${time}`);
    line.clear();
    expect(text()).toBe('at 10\nat 20\n');
  });

  it('shows what texts from data would make a terminal do', () => {
    let time = 0;
    const { stream, text } = capture({ isTTY: false });
    const line = statusLine(stream, () => time);
    time = 20;
    line.update(() => 'loss \u001b[31m');
    line.log('failed: \u001b]0;title\u0007\u009b2J\rrun 1: done');
    expect(text()).toBe('loss [U+001B][31m\nfailed: [U+001B]]0;title[U+0007][U+009B]2J[U+000D]run 1: done\n');
  });
});

describe('tableProgress', () => {
  it('tells the share that is done and the time that is left', () => {
    let time = 100;
    const describe = tableProgress(4, () => time);
    time = 130;
    const state = { done: 0.75, position: ['epoch 2/2', 'step 5/10'], details: ['loss 0.500'] };
    expect(describe('imdb super seed 1', 2, state)).toBe(
      'imdb super seed 1 (2/4)  epoch 2/2  step 5/10  loss 0.500  43 %  39 s left',
    );
  });

  it('keeps metrics, share and time left where the line is short, and gives up the step, the epoch, then the label', () => {
    let time = 0;
    const describe = tableProgress(12, () => time);
    time = 7200;
    const position = ['epoch 10/10', 'step 1234/5678'];
    const state = { done: 0.75, position, details: ['loss 0.512', 'accuracy 0.812'] };
    const line = (width: number) => describe('en-es-translation standard 8 heads seed 0', 2, state, width);
    const end = '  loss 0.512  accuracy 0.812  14 %  11 h 42 min left';
    expect(line(200)).toBe(
      `en-es-translation standard 8 heads seed 0 (2/12)  epoch 10/10  step 1234/5678${end}`,
    );
    expect(line(120)).toBe(`en-es-translation standard 8 heads seed 0 (2/12)  epoch 10/10${end}`);
    expect(line(100)).toBe(`en-es-translation standard 8 heads seed 0 (2/12)${end}`);
    expect(line(79)).toBe(`en-es-translation s… (2/12)${end}`);
    expect(line(79)).toHaveLength(79);
  });

  it('tells no time before anything is done', () => {
    expect(tableProgress(1, () => 0)('counts', 1, { done: 0, details: ['size 1/9'] })).toBe(
      'counts (1/1)  size 1/9  0 %',
    );
  });
});

describe('holderText', () => {
  const holder = { host: 'node7', space: '', pid: 1234, start: '' };

  it('says who holds a unit, where and since when', () => {
    const today = new Date();
    today.setHours(12, 31, 0);
    expect(holderText({ ...holder, since: today.toISOString() })).toBe(' (node7, process 1234, since 12:31)');
    const before = new Date(2026, 0, 5, 12, 31);
    expect(holderText({ ...holder, since: before.toISOString() })).toBe(
      ' (node7, process 1234, since 2026-01-05 12:31)',
    );
  });

  it('says nothing of nobody', () => {
    expect(holderText(undefined)).toBe('');
  });
});

describe('dataProgress', () => {
  it('counts bytes of a download and examples that are read', () => {
    const lines: string[] = [];
    const progress = dataProgress({
      update: (line) => lines.push(line(80)),
      log: (line) => lines.push(line),
      clear: () => {},
    });
    progress({ activity: 'downloading', name: 'a.tar.gz', done: 3 * 2 ** 20, total: 2 ** 30 });
    progress({ activity: 'reading', name: 'imdb', done: 12_000 });
    expect(lines).toEqual(['downloading a.tar.gz: 3 of 1,024 MiB', 'reading imdb: 12,000 examples']);
  });

  it('says at once why a download begins again, and when', () => {
    const lines: string[] = [];
    const progress = dataProgress({ update: () => {}, log: (line) => lines.push(line), clear: () => {} });
    const again = { reason: 'the connection failed (ENOTFOUND)', milliseconds: 4000 };
    progress({ activity: 'trying again', name: 'a.tar.gz', done: 0, again });
    expect(lines).toEqual(['a.tar.gz: the connection failed (ENOTFOUND); trying again in 4 s']);
  });
});

describe('duration', () => {
  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [7805, '2 h 10 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('approximately', () => {
  it.each([
    [50.4, '50 s'],
    [185, '3 min'],
    [3599, '1 h 00 min'],
    [7805, '2 h 10 min'],
    [442_800, '5 days 3 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(approximately(seconds)).toBe(text);
  });
});
