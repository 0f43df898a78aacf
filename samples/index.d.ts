/** The folder of the samples, with a folder of each data set: what `samples` of a data set's `load` takes. */
export declare const samplesFolder: string;
