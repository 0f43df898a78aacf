import type { Plugin } from 'vite';
import { contentSecurityPolicy, withPolicy } from '../../../packages/reporting/src/page/policy.js';

/**
 * Gives the bundled page a Content-Security-Policy. Beside the scripts of its folder, it compiles WebAssembly and fetches
 * its data. The development server's pages have none, since it adds scripts and style sheets of its own.
 */
export const policy: Plugin = {
  name: 'policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (page) =>
      withPolicy(
        page,
        contentSecurityPolicy([page], { 'script-src': ["'wasm-unsafe-eval'"], 'connect-src': ["'self'"] }),
      ),
  },
};
