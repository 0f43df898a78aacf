import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { flushesDenormals } from './denormals.js';
import { type PartnerData, partnerHere } from './partner.js';
import type { Answer, Call } from './partner-thread.js';

const port = parentPort as MessagePort;
const answer = (message: Answer) => port.postMessage(message);
const partner = await partnerHere(workerData as PartnerData);

port.on('message', async ({ update }: Call) => {
  try {
    if (update === undefined) await partner.differentiate();
    else await partner.update(update);
    answer({ done: true });
  } catch (failure) {
    answer({ failure: failure as Error });
  }
});
answer({ done: flushesDenormals() });
