import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What TensorFlow needs to see a GPU, as it is on this machine. */
export interface CudaSystem {
  /** Whether the NVIDIA kernel driver is loaded. */
  readonly driver: boolean;
  /** The variable `CUDA_VISIBLE_DEVICES`. */
  readonly visibleDevices: string | undefined;
  /** Libraries that are in none of the folders which were searched, each as `what (file)`. */
  readonly missing: readonly string[];
}

const LIBRARIES = [
  ['the library of the NVIDIA driver', 'libcuda.so.1'],
  ['the CUDA runtime', 'libcudart.so'],
  ['cuDNN 8', 'libcudnn.so.8'],
] as const;

const SYSTEM_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/wsl/lib',
  '/usr/lib64',
  '/usr/local/cuda/lib64',
  '/usr/local/nvidia/lib64',
];

/** Looks at the driver, `CUDA_VISIBLE_DEVICES` and the libraries; nothing where this is not Linux. */
export function inspectCuda(packageFolder: string): CudaSystem | undefined {
  if (process.platform !== 'linux') return undefined;
  const { CUDA_VISIBLE_DEVICES, LD_LIBRARY_PATH = '' } = process.env;
  const nvidia = join(packageFolder, 'deps/nvidia');
  const files = new Set(
    [
      ...LD_LIBRARY_PATH.split(delimiter).filter(Boolean),
      ...filesOf(nvidia).map((part) => join(nvidia, part, 'lib')),
      ...SYSTEM_FOLDERS,
    ].flatMap(filesOf),
  );
  const isThere = (file: string) => [...files].some((each) => each.startsWith(file));
  return {
    driver: existsSync('/proc/driver/nvidia/version') || existsSync('/dev/dxg'),
    visibleDevices: CUDA_VISIBLE_DEVICES,
    missing: LIBRARIES.filter(([, file]) => !isThere(file)).map(([what, file]) => `${what} (${file})`),
  };
}

/** Why TensorFlow sees no GPU, and what to do, as one sentence. */
export function whyNoGpu(system: CudaSystem | undefined): string {
  if (system === undefined)
    return 'check the NVIDIA driver (nvidia-smi), CUDA and cuDNN, or choose the device cpu';
  const { driver, visibleDevices, missing } = system;
  const causes = [
    ...(driver ? [] : ['the NVIDIA driver is not loaded (nvidia-smi would list the cards)']),
    ...(visibleDevices === '' || visibleDevices?.startsWith('-')
      ? [`CUDA_VISIBLE_DEVICES='${visibleDevices}' hides all cards`]
      : []),
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
  ];
  const found =
    causes.length > 0
      ? causes.join('; ')
      : 'driver and libraries are there, so their versions or the card do not fit this TensorFlow (TF_CPP_MIN_LOG_LEVEL=0 shows what it tried)';
  return `${found}; or choose the device cpu`;
}

function filesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
