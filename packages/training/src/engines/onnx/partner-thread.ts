import { Worker } from 'node:worker_threads';
import type { Partner, PartnerData } from './partner.js';
import type { StepEnd } from './update.js';

/** What the thread is asked for: an update, or the gradient. */
export interface Call {
  readonly update?: StepEnd;
}

/** What the thread answers, to each call and first of all when it is ready: then whether it flushes denormal numbers. */
export type Answer = { readonly done: boolean } | { readonly failure: Error };

/** A {@link Partner} in a thread of its own. */
export interface PartnerThread extends Partner {
  /** Whether the thread takes denormal numbers for zero. */
  readonly flushesDenormals: boolean;
  /** Ends the thread. */
  dispose(): Promise<void>;
}

interface Waiting {
  resolve(done: boolean): void;
  reject(error: Error): void;
}

/**
 * Starts a thread with a partner. It doesn't keep the process from ending, except while an answer is awaited.
 *
 * @throws Error when the thread can't start; so do its calls once it ended
 */
export async function partnerThread(data: PartnerData): Promise<PartnerThread> {
  const file = new URL(import.meta.resolve('./partner-worker.js'));
  const worker = new Worker(file, {
    workerData: data,
    ...(isEvaluated(process.execArgv) && { execArgv: [] }),
  });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;

  function end(reason: string, cause?: Error): void {
    const message = `onnx engine: the thread for half of each batch ended (${reason}); start the training again`;
    ended ??= new Error(message, { cause });
    for (const { reject } of waiting.splice(0)) reject(ended);
  }
  worker.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.shift() as Waiting;
    if (waiting.length === 0) worker.unref();
    if ('failure' in answer) reject(answer.failure);
    else resolve(answer.done);
  });
  worker.on('error', (error: Error) => end(error.message, error));
  worker.on('exit', (code) => end(`exit code ${code}`));

  const answered = () =>
    new Promise<boolean>((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      worker.ref();
      waiting.push({ resolve, reject });
    });
  const call = async (message: Call) => {
    worker.postMessage(message);
    await answered();
  };
  return {
    flushesDenormals: await answered(),
    differentiate: () => call({}),
    update: (end) => call({ update: end }),
    async dispose() {
      worker.removeAllListeners('message');
      await worker.terminate();
    },
  };
}

/** Whether options of Node are those of `node --input-type=… --eval`, under which no thread can run a file. */
function isEvaluated(options: readonly string[]): boolean {
  return options.some((option) => option.startsWith('--input-type'));
}
