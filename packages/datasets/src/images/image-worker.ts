import { type MessagePort, parentPort } from 'node:worker_threads';
import { computeImages, type ImageRequest } from './image-batch.js';
import type { Answer, Job } from './worker-thread.js';

const port = parentPort as MessagePort;

port.on('message', ({ number, request }: Job<ImageRequest>) => {
  try {
    const result = computeImages(request);
    const answer: Answer<Float32Array> = { number, result };
    port.postMessage(answer, [result.buffer as ArrayBuffer]);
  } catch (failure) {
    port.postMessage({ number, failure } as Answer<Float32Array>);
  }
});
