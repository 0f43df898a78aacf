import { statfsSync } from 'node:fs';
import { compiler, isThere, python, Refusal } from './programs.js';

/**
 * Throws one error that lists all that this machine lacks.
 *
 * @param folders where files are written, and how many gigabytes each needs
 */
export function checkRequirements({ folders, gigabytes }) {
  const { platform, arch } = process;
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  if (platform !== 'linux' || arch !== 'x64' || glibc === undefined) {
    throw new Refusal(
      `expected Linux x64 with glibc, found ${platform} ${arch}${platform === 'linux' && !glibc ? ' without glibc' : ''}; ` +
        'elsewhere take the published addon: npm rebuild @tensorflow/tfjs-node',
    );
  }
  const missing = [];
  if (!isThere(compiler, ['--version'])) {
    missing.push('a C++ compiler (Debian, Ubuntu: apt-get install g++; CXX names another than g++)');
  }
  if (!isThere('make', ['--version'])) missing.push('make (Debian, Ubuntu: apt-get install make)');
  if (!isThere(python, ['-m', 'pip', '--version'])) {
    missing.push(
      'Python 3 with pip (Debian, Ubuntu: apt-get install python3-pip; PYTHON names another than python3)',
    );
  }
  for (const folder of folders) {
    const { bavail, bsize } = statfsSync(folder);
    const free = (bavail * bsize) / 1e9;
    if (free >= gigabytes) continue;
    missing.push(
      `${gigabytes} GB of disk space: ${folder} has ${free.toFixed(1)} (BETTER_ATTENTION_CACHE moves the cache)`,
    );
  }
  if (missing.length > 0)
    throw new Refusal(`this machine lacks\n${missing.map((each) => `  ${each}`).join('\n')}`);
}
