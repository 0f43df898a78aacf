import { jasmine } from './globals.js';
import { calledKernels } from './environment.js';
import '@tensorflow/tfjs-core/dist/tests.js';
import { writeFileSync } from 'node:fs';

const env = jasmine.getEnv();
const results = [];
env.addReporter({
  specStarted() { calledKernels.clear(); },
  specDone(r) { results.push({ name: r.fullName, status: r.status, errors: r.failedExpectations.map((f) => f.message), called: [...calledKernels], duration: r.duration, stack: r.failedExpectations[0]?.stack?.slice(0, 3000) }); },
  suiteDone(r) { if (r.failedExpectations.length) console.log('suite', r.fullName, r.failedExpectations.map((f) => f.message)); },
});
const t = Date.now();
env.execute().then((d) => {
  const by = {};
  for (const r of results) by[r.status] = (by[r.status] ?? 0) + 1;
  console.log(d.overallStatus, by, Date.now() - t, 'ms', Math.round(process.memoryUsage().rss/1e6), 'MB');
  writeFileSync('/tmp/conf.json', JSON.stringify(results));
  process.exit(0);
});
