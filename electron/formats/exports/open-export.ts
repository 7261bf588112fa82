/** An export that its own runtime has loaded. */
export interface OpenedExport {
  /** Probabilities of n images [n, height, width, 1], 0 paper to 1 ink, one image's after the other's. */
  read(images: Float32Array, shape: readonly [number, number, number]): Promise<Float32Array>;
}

/** Loads an export from where it lies: the path of its file, or of its folder. Throws what the runtime throws. */
export type OpenExport = (path: string) => Promise<OpenedExport>;
