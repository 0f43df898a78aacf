/** A thread that runs the program which it is sent, without TensorFlow.js. */
import { parentPort, workerData } from 'node:worker_threads';
import { load } from '../src/runtime.js';

const { program, inputs } = workerData;
const loaded = await load(program);
parentPort?.postMessage(await loaded.run(inputs));
