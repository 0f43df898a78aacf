/** Why a graph can't hold what a kernel computes. */
export const reasons = {
  complex: 'complex64 is refused: ONNX Runtime has no complex numbers',
  strings: 'string tensors are refused',
  dynamic: 'refused: the shape or the course of the result depends on values, and a graph has fixed shapes',
  random: 'refused: random numbers would be the same in every run',
  missing: 'no kernel yet: refused by name',
  pixels: 'reads or draws in a browser: not a computation on tensors',
  unused: 'a name that no operation of TensorFlow.js calls',
  range: 'an index out of range is refused when the graph runs, in the words of ONNX Runtime',
  rounding: 'correct to the last place of float32, which the spec, at 22026.46 and 30144.17, wants closer',
} as const;

export type Reason = keyof typeof reasons;

/** The kernels of TensorFlow.js that recording refuses by name. */
export const refusedKernels: Readonly<Record<string, Reason>> = {
  BroadcastArgs: 'dynamic',
  Complex: 'complex',
  ComplexAbs: 'complex',
  Dilation2D: 'missing',
  Dilation2DBackpropFilter: 'missing',
  Dilation2DBackpropInput: 'missing',
  Draw: 'pixels',
  FFT: 'complex',
  FromPixels: 'pixels',
  IFFT: 'complex',
  Imag: 'complex',
  LowerBound: 'unused',
  MatrixBandPart: 'unused',
  Multinomial: 'random',
  NonMaxSuppressionV3: 'dynamic',
  NonMaxSuppressionV4: 'dynamic',
  NonMaxSuppressionV5: 'dynamic',
  Pool: 'unused',
  RaggedGather: 'dynamic',
  RaggedRange: 'dynamic',
  RaggedTensorToTensor: 'dynamic',
  Real: 'complex',
  SparseFillEmptyRows: 'dynamic',
  SparseReshape: 'dynamic',
  SparseSegmentMean: 'dynamic',
  SparseSegmentSum: 'dynamic',
  StaticRegexReplace: 'strings',
  StringNGrams: 'strings',
  StringSplit: 'strings',
  StringToHashBucketFast: 'strings',
  Transform: 'missing',
  Unique: 'dynamic',
  UpperBound: 'unused',
};

/** Specs that are expected to fail, and how; anything else that fails is an error, and so is one of these that passes. */
export interface Exclusion {
  readonly reason: Reason;
  /** What each failure of such a spec says. A wrong value never says it, but for the named specs of `rounding`. */
  readonly error: RegExp;
  /** The names of the specs, without that of the backend, where the error alone doesn't tell. */
  readonly names?: readonly string[];
  /** How many specs fail so for each backend. */
  readonly count: number;
}

const kernelsRefusedFor = (reason: Reason): string =>
  Object.keys(refusedKernels)
    .filter((kernelName) => refusedKernels[kernelName] === reason)
    .join('|');

const refusal = (reason: Reason): RegExp =>
  new RegExp(`Kernel '(${kernelsRefusedFor(reason)})' not registered for backend`);

const either = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source).join('|'));

export const exclusions: readonly Exclusion[] = [
  {
    reason: 'complex',
    error: either(refusal('complex'), /complex64 tensors can't be recorded/),
    count: 115,
  },
  { reason: 'strings', error: either(refusal('strings'), /string tensors can't be recorded/), count: 83 },
  { reason: 'dynamic', error: refusal('dynamic'), count: 130 },
  { reason: 'random', error: refusal('random'), count: 7 },
  { reason: 'missing', error: refusal('missing'), count: 20 },
  {
    reason: 'range',
    error: /indices element out of data bounds, idx=(100|2147483647) /,
    names: ['gather throws when index is out of bound'],
    count: 1,
  },
  {
    reason: 'rounding',
    error:
      /actual\[0\] = 22026\.466796875, expected\[0\] = 22026\.465794806718|actual\[2\] = 30144\.177734375, expected\[2\] = 30144\.17578125/,
    names: ['exp int32', 'tan numbers exceed float32 precision'],
    count: 2,
  },
];
