import { Worker } from 'node:worker_threads';

/** What a worker is sent. */
export interface Job<Request> {
  readonly number: number;
  readonly request: Request;
}

/** What a worker answers. */
export type Answer<Result> = { readonly number: number } & (
  | { readonly result: Result }
  | { readonly failure: Error }
);

interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

interface Thread<Request, Result> {
  send(request: Request, answered: Waiting<Result>): void;
}

/**
 * A function that is computed by a worker thread, call after call. The thread starts with the first call, and doesn't keep
 * the process from ending between calls.
 *
 * @param file the module of the worker: it answers each {@link Job} by an {@link Answer}
 * @param task what the thread does, for the message when it ends before it has answered
 */
export function workerThread<Request, Result>(
  file: URL,
  task: string,
): (request: Request) => Promise<Result> {
  let thread: Thread<Request, Result> | undefined;

  function started(): Thread<Request, Result> {
    const worker = new Worker(file, isEvaluated(process.execArgv) ? { execArgv: [] } : {});
    const waiting = new Map<number, Waiting<Result>>();
    let jobs = 0;
    const ended = (reason: string, cause?: Error) => {
      if (thread === self) thread = undefined;
      const message = `${task}: the thread that does it ended before it had answered (${reason}); start again`;
      for (const { reject } of waiting.values()) reject(new Error(message, { cause }));
      waiting.clear();
    };
    worker.on('message', (answer: Answer<Result>) => {
      const { resolve, reject } = waiting.get(answer.number) as Waiting<Result>;
      waiting.delete(answer.number);
      if (waiting.size === 0) worker.unref();
      if ('failure' in answer) reject(answer.failure);
      else resolve(answer.result);
    });
    worker.on('error', (error: Error) => ended(error.message, error));
    worker.on('exit', (code) => ended(`exit code ${code}`));
    const self: Thread<Request, Result> = {
      send(request, answered) {
        worker.ref();
        waiting.set(jobs, answered);
        worker.postMessage({ number: jobs++, request } satisfies Job<Request>);
      },
    };
    return self;
  }

  return (request) =>
    new Promise((resolve, reject) => {
      thread ??= started();
      thread.send(request, { resolve, reject });
    });
}

/** Whether options of Node are those of `node --input-type=… --eval`, under which no thread can run a file. */
function isEvaluated(options: readonly string[]): boolean {
  return options.some((option) => option.startsWith('--input-type'));
}
