import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { python, Refusal, run } from './programs.js';

/** The release whose library the addon is built against; the last whose C interface tfjs-node 4.22.0 is known to fit. */
export const TENSORFLOW = '2.15.1';

/** SHA-256 of each wheel, as PyPI states it. */
const CPU = {
  'tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl':
    '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
};

/** TensorFlow and what its extra `and-cuda` asks for. */
const CUDA = {
  'tensorflow-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl':
    'bb0edd69103c154245c5f209f0507355cc68ba7e4de350084bc31edc562478e4',
  'nvidia_cublas_cu12-12.2.5.6-py3-none-manylinux1_x86_64.whl':
    'f448d8db463f9a2c7dd9a1e607c0961d3e95f825b86839c5882f7d073d406df0',
  'nvidia_cuda_cupti_cu12-12.2.142-py3-none-manylinux1_x86_64.whl':
    'ce68d1009dd14215e38ed49643d31374c71d6fea381181cb0b9da7f19dfd1624',
  'nvidia_cuda_nvcc_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    'c6ff4ae7a636eb6cab7621191e19ac3779690686bbcf52c04d8b1ca2944e1e27',
  'nvidia_cuda_nvrtc_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    'b1cdcae6443cb7cdcfb5d1bf51896a148c9f82f9e65b27db9ab095eaed689aa7',
  'nvidia_cuda_runtime_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    'acb9cb7e44594a3512533497ea790d9f0b0e399abcc888584c157d1ffa080e41',
  'nvidia_cudnn_cu12-8.9.4.25-py3-none-manylinux1_x86_64.whl':
    '9f882d5b11753c566fd32427839089eb4f8ba7a58c28446ad359e32c40229723',
  'nvidia_cufft_cu12-11.0.8.103-py3-none-manylinux1_x86_64.whl':
    '72e961e578f9be9e316ccb4db8652c421dd0b57442624faa71061d452f449a67',
  'nvidia_curand_cu12-10.3.3.141-py3-none-manylinux1_x86_64.whl':
    '7b6bad6817b5df2a6f5ec221206fb895d9195fdd7d2443f3e86554108c141a0a',
  'nvidia_cusolver_cu12-11.5.2.141-py3-none-manylinux1_x86_64.whl':
    '5a85c4653ce34339a5688137f494a0f903e0f0532418550998167f00844161da',
  'nvidia_cusparse_cu12-12.1.2.141-py3-none-manylinux1_x86_64.whl':
    '4e13d6a51d2303dcb2a023ba09546811161f0334fc64e13689397bbd3b1eb126',
  'nvidia_nccl_cu12-2.16.5-py3-none-manylinux1_x86_64.whl':
    '84695a4248138fb2ca12f5fd3defe986e790e71ccdaad51b2ca34ca4e83ef421',
  'nvidia_nvjitlink_cu12-12.2.140-py3-none-manylinux1_x86_64.whl':
    '95635cafbf9f96c38bea5200ab145a2e6aefbb5405e0b04c1e4ba54df2d84ec9',
};

/** What a device needs, each with `file` and `digest`. */
export function wheelsFor(device) {
  return Object.entries(device === 'cuda' ? CUDA : CPU).map(([file, digest]) => ({ file, digest }));
}

/** The path of a wheel in the cache, downloaded unless it is there undamaged. */
export async function obtainWheel({ file, digest }, cache) {
  const path = join(cache, file);
  if (existsSync(path)) {
    if ((await sha256(path)) === digest) return path;
    console.log(`${path} is damaged`);
    rmSync(path);
  }
  const partial = mkdtempSync(join(cache, 'partial-'));
  try {
    const downloaded = await download(file, partial);
    const found = await sha256(downloaded);
    if (found !== digest) throw new Refusal(`${file}: expected SHA-256 ${digest}, got ${found}`);
    renameSync(downloaded, path);
    return path;
  } finally {
    rmSync(partial, { recursive: true });
  }
}

async function download(file, folder) {
  const [name, version] = file.split('-');
  const requirement = `${name.replaceAll('_', '-')}==${version}`;
  console.log(`downloading ${requirement}`);
  const wanted = [
    '--no-deps',
    '--only-binary=:all:',
    '--python-version=3.11',
    '--platform=manylinux2014_x86_64',
  ];
  const quiet = ['--quiet', '--no-cache-dir', '--progress-bar=off', '--disable-pip-version-check'];
  run(`the download of ${requirement} by pip from its package index (PIP_INDEX_URL names another)`, python, [
    '-m',
    'pip',
    'download',
    ...wanted,
    ...quiet,
    '--dest',
    folder,
    requirement,
  ]);
  const path = join(folder, file);
  if (!existsSync(path)) throw new Refusal(`expected ${file} from the package index, got another build`);
  return path;
}

async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
