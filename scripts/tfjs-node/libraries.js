import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { python, run } from './programs.js';

/** What is taken from the wheels: members whose names begin so, and where they go in `deps`. */
const PLACES = [
  ['tensorflow/libtensorflow', 'lib/libtensorflow'],
  ...['tensorflow/c/', 'tensorflow/core/platform/', 'tensorflow/tsl/', 'tsl/'].map((headers) => [
    `tensorflow/include/${headers}`,
    `include/${headers}`,
  ]),
  // TensorFlow looks for CUDA in $ORIGIN/../nvidia/<part>/lib, where $ORIGIN is the folder of its own library.
  ['nvidia/', 'nvidia/'],
];

const UNPACK = `
import os, shutil, sys, zipfile
wheel, target, *places = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        for source, place in zip(places[::2], places[1::2]):
            if member.filename.startswith(source) and not member.is_dir():
                path = os.path.join(target, place + member.filename[len(source):])
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with archive.open(member) as data, open(path, 'wb') as file:
                    shutil.copyfileobj(data, file, 1 << 20)
`;

/** Puts headers and libraries into the package's folder `deps`, as its `binding.gyp` expects them. */
export function placeLibraries(wheels, folder) {
  const partial = join(folder, 'deps.partial');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  try {
    for (const wheel of wheels) {
      console.log(`unpacking ${basename(wheel)}`);
      run(`the unpacking of ${wheel}`, python, ['-c', UNPACK, wheel, partial, ...PLACES.flat()]);
    }
    for (const [link, library] of [
      ['libtensorflow.so', 'libtensorflow_cc.so.2'],
      ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
    ]) {
      symlinkSync(library, join(partial, 'lib', link));
    }
    rmSync(join(folder, 'deps'), { recursive: true, force: true });
    renameSync(partial, join(folder, 'deps'));
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
