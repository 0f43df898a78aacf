import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/command/ask.js';

/** Asks, with a person who types a text. */
function asked(typed: string | undefined, signal = new AbortController().signal) {
  const input = new PassThrough();
  const output = new PassThrough();
  const answer = ask('Start?', { input, output, signal });
  if (typed === undefined) input.end();
  else input.write(typed);
  return { answer, shown: () => String(output.read()) };
}

describe('ask', () => {
  it.each([
    ['\n', true],
    ['y\n', true],
    ['Yes\n', true],
    ['n\n', false],
    ['no\n', false],
    ['yellow\n', false],
    [undefined, false],
  ])('takes %j for %s', async (typed, expected) => {
    const { answer, shown } = asked(typed);
    expect(await answer).toBe(expected);
    expect(shown()).toBe('Start? (Y/n) ');
  });

  it('is taken back by its signal', async () => {
    const controller = new AbortController();
    const { answer } = asked('', controller.signal);
    controller.abort(new Error('stopped'));
    await expect(answer).rejects.toThrow('stopped');
  });
});
