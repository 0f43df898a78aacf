import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { writePageData } from './build/page-data.js';
import { policy } from './build/policy.js';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

/** Before the page is served or bundled: writes the reviews, and trains and exports the classifier. */
const pageData: Plugin = {
  name: 'page-data',
  async configResolved({ publicDir, logger }) {
    const { classifier } = await writePageData(publicDir, SAMPLES);
    const share = (100 * classifier.accuracy).toFixed(1);
    logger.info(`trained and exported a classifier: ${share} % of the test reviews right`);
  },
};

export default defineConfig({
  base: './',
  plugins: [pageData, policy],
  build: { target: 'es2022', chunkSizeWarningLimit: 1500 },
});
