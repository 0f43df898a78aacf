import { DEFAULT_ENGINE, type EngineOptions } from '../runs/engines.js';
import { describeMachine } from '../workspace/provenance.js';
import type { Executor } from './estimate.js';

/** What would measure a table's units on this machine under a person's options. */
export function executorOf(options: EngineOptions & { readonly engine?: string | undefined }): Executor {
  const { processor, cores } = describeMachine();
  const { engine = DEFAULT_ENGINE, device = 'cpu', threads = cores } = options;
  return { machine: { processor, cores }, engine, device, threads };
}
