import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from './failure.js';

/** How a process is watched and ended early. */
export interface AskOptions<Progress> {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What a process sends: its progress any number of times, and then its answer, or why it has none. */
type Message<Answer, Progress> =
  | { readonly progress: Progress }
  | { readonly answer: Answer }
  | { readonly error: string };

/**
 * Starts a process of its own for a request, so that its start and its memory are its own, and waits for its answer.
 *
 * @param program the URL of its module, which calls {@link answerRequest}
 * @throws Failure that says why there is no answer
 */
export async function askProcess<Answer, Progress = never>(
  program: string,
  request: object,
  { signal, onProgress }: AskOptions<Progress>,
): Promise<Answer> {
  signal.throwIfAborted();
  const child = fork(new URL(program), [JSON.stringify(request)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop);
  let last: Exclude<Message<Answer, Progress>, { readonly progress: Progress }> | undefined;
  let errors = '';
  child.on('message', (message: Message<Answer, Progress>) => {
    if ('progress' in message) onProgress?.(message.progress);
    else last = message;
  });
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  const [code, end] = await once(child, 'close').finally(() => signal.removeEventListener('abort', stop));
  signal.throwIfAborted();
  if (last === undefined) {
    throw new Failure(
      `its process ended with ${end ?? `exit code ${code}`}${errors && `: ${errors.trim()}`}`,
    );
  }
  if ('error' in last) throw new Failure(last.error);
  return last.answer;
}

/** What a process does that was started by {@link askProcess}: computes its answer, and ends. */
export async function answerRequest<Request, Answer, Progress = never>(
  answer: (request: Request, report: (progress: Progress) => void) => Promise<Answer>,
): Promise<void> {
  const request: Request = JSON.parse(process.argv[2] ?? '');
  const message: Message<Answer, Progress> = await answer(request, (progress) =>
    process.send?.({ progress }),
  ).then(
    (given) => ({ answer: given }),
    (error: Error) => ({ error: error.message }),
  );
  process.send?.(message);
  process.disconnect?.();
}
