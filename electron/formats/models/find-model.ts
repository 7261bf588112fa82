import { promises as fs, createReadStream } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ModelFormat } from '../../../shared/contract/schemas/model-import.ts';
import { measure } from '../../../shared/rpc/measure.ts';
import { readWhole } from '../tree/entry.ts';
import type { SourceFile, Tree } from '../tree/open-tree.ts';
import { decodeText } from '../tree/text.ts';
import { fieldsOf, isFields, shown, type Fields } from './keras-layer.ts';
import { withHdf5 } from './hdf5.ts';
import { manifestSchema, quantisedBits, readManifest } from './tfjs-weights.ts';
import { readTopology, type Topology } from './topology.ts';
import { namedWeights, placedWeights, type WeightStore } from './weight-store.ts';

/** Bytes of a file of weights, and of a description, that are read. */
const [MOST_WEIGHTS, MOST_JSON] = [1_073_741_824, 67_108_864];
/** Arrays and objects inside each other in a description, and descriptions that are looked at. */
const [DEEPEST, MOST_DESCRIPTIONS] = [128, 50];

/** A model as its files have it. */
export interface FoundModel {
  readonly file: string;
  readonly format: ModelFormat;
  readonly program: string | null;
  readonly topology: Topology;
  /** Names of classes that lie beside it (Teachable Machine's, and our own). */
  readonly labels: readonly string[] | null;
  readonly quantisedBits: number | null;
}

/** Does something with the model and its weights, which are there as long as it takes. Null: the file describes the model alone. */
export type UseModel<T> = (found: FoundModel, weights: WeightStore | null) => T;

interface Candidate {
  readonly file: SourceFile;
  use<T>(work: UseModel<T>): Promise<T>;
}

/**
 * Finds the one model among files. Throws `model-file-unknown` {file}, `model-file-several` {file, files}, `model-graph`,
 * `model-shard-missing` and `model-file-damaged` {file}, `data-too-large`, and what reading a file throws.
 */
export async function useModel<T>(tree: Tree, name: string, work: UseModel<T>): Promise<T> {
  const candidates: Candidate[] = [];
  const inKeras = new Set<string>();
  for (const file of tree.files.filter((each) => baseOf(each.path) === 'config.json')) {
    const weights = beside(tree, file, 'model.weights.h5');
    if (!weights) continue;
    for (const own of [file, weights, beside(tree, file, 'metadata.json')]) if (own) inKeras.add(own.path);
    candidates.push({ file, use: (then) => useKeras(tree, file, weights, name, then) });
  }
  const others = tree.files.filter((file) => !inKeras.has(file.path));
  for (const file of others.filter(({ kind }) => kind === 'hdf5'))
    candidates.push({ file, use: (then) => useHdf5(file, then) });
  const described = others.filter(({ kind, size }) => (kind === 'json' || kind === 'json-lines') && size <= MOST_JSON);
  for (const file of described.slice(0, MOST_DESCRIPTIONS)) {
    const json = parsed(await textOf(file), described.length === 1 ? baseOf(file.path) : null);
    if (isFields(json) && ['modelTopology', 'weightsManifest', 'class_name'].some((key) => key in json))
      candidates.push({
        file,
        use: (then) =>
          ['modelTopology', 'weightsManifest'].some((key) => key in json)
            ? useTfjs(tree, file, json, then)
            : useDescription(tree, file, json, name, then),
      });
  }
  const [first, second] = candidates;
  if (!first) throw tree.files.find(({ fault }) => fault)?.fault ?? new AppError('model-file-unknown', { file: name });
  if (second) {
    const files = candidates.slice(0, 10).map(({ file }) => shown(file.path));
    throw new AppError('model-file-several', { file: name, files });
  }
  return first.use(work);
}

/** Keras 3: config.json, metadata.json and model.weights.h5, in a zip archive named .keras or unpacked. */
async function useKeras<T>(
  tree: Tree,
  config: SourceFile,
  weights: SourceFile,
  name: string,
  work: UseModel<T>,
): Promise<T> {
  const model = parsed(await textOf(config), name);
  const program = programOf(await versionBeside(tree, config));
  const topology = readTopology(model, name);
  const labels = await labelsBeside(tree, config);
  const bytes = await readWhole(weights.stream(), weights.path, MOST_WEIGHTS);
  return withHdf5(bytes, name, ({ tensors }) =>
    work(
      {
        file: name,
        format: 'keras',
        program,
        topology,
        labels,
        quantisedBits: null,
      },
      placedWeights(tensors),
    ),
  );
}

/** Keras 1 to 3's whole model as HDF5: the description is attached to the file, the weights lie under model_weights. */
async function useHdf5<T>(source: SourceFile, work: UseModel<T>): Promise<T> {
  const file = baseOf(source.path);
  const bytes = await readWhole(source.stream(), source.path, MOST_WEIGHTS);
  return withHdf5(bytes, file, (hdf5) => {
    const description = hdf5.text('model_config');
    if (description === null) throw new AppError('model-file-unknown', { file });
    const version = hdf5.text('keras_version');
    const prefix = 'model_weights/';
    const tensors = hdf5.tensors.filter((tensor) => tensor.path.startsWith(prefix));
    return work(
      {
        file,
        format: 'hdf5',
        program: programOf(version),
        topology: readTopology(parsed(description, file), file),
        labels: null,
        quantisedBits: null,
      },
      namedWeights(tensors.map((tensor) => ({ ...tensor, path: tensor.path.slice(prefix.length) }))),
    );
  });
}

/**
 * A description without weights: what `to_json` of Keras 2 and 3 and `toJSON` of tfjs give, and a `.keras` out of which the weights
 * were left.
 */
async function useDescription<T>(
  tree: Tree,
  source: SourceFile,
  json: Fields,
  name: string,
  work: UseModel<T>,
): Promise<T> {
  const version = baseOf(source.path) === 'config.json' ? await versionBeside(tree, source) : undefined;
  const [file, format] =
    version === undefined ? [baseOf(source.path), 'keras-json' as const] : [name, 'keras' as const];
  const topology = readTopology(json, file);
  const program = programOf(version ?? json['keras_version']);
  return work({ file, format, program, topology, labels: null, quantisedBits: null }, null);
}

/** What the metadata.json of Keras 3 says of the program that wrote it; undefined where there is none. */
async function versionBeside(tree: Tree, config: SourceFile): Promise<unknown> {
  const about = beside(tree, config, 'metadata.json');
  return about && fieldsOf(parsed(await textOf(about), null))['keras_version'];
}

const programOf = (version: unknown): string | null => (typeof version === 'string' ? shown(`Keras ${version}`) : null);

/** A tfjs layers model, of tfjs itself or of its converter. */
async function useTfjs<T>(tree: Tree, source: SourceFile, json: unknown, work: UseModel<T>): Promise<T> {
  const file = baseOf(source.path);
  const { modelTopology, weightsManifest, format, generatedBy, convertedBy } = fieldsOf(json);
  if (format === 'graph-model' || 'node' in fieldsOf(modelTopology)) throw new AppError('model-graph', { file });
  if (modelTopology === undefined) throw new AppError('model-file-unknown', { file });
  // The converter keeps Keras's own whole description, tfjs saves the model alone.
  const topology = readTopology(fieldsOf(modelTopology)['model_config'] ?? modelTopology, file);
  const manifest = manifestSchema.safeParse(weightsManifest ?? []);
  if (!manifest.success) throw new AppError('model-file-damaged', { file }, manifest.error);
  const tensors = await readManifest(manifest.data, (name) => shardOf(tree, source, name), file, MOST_WEIGHTS);
  const program = [generatedBy, convertedBy].filter((text) => typeof text === 'string').join(' · ');
  return work(
    {
      file,
      format: 'tfjs-layers',
      program: program === '' ? null : shown(program, 120),
      topology,
      labels: await labelsBeside(tree, source),
      quantisedBits: quantisedBits(manifest.data),
    },
    tensors.length === 0 ? null : namedWeights(tensors),
  );
}

/** Throws `model-shard-missing` {file}, `unsafe-path` {path} for a name that leads elsewhere, `data-too-large`. */
async function shardOf(tree: Tree, model: SourceFile, name: string): Promise<Uint8Array> {
  if (/[/\\\0]/.test(name) || name === '' || name === '.' || name === '..')
    throw new AppError('unsafe-path', { path: shown(name, 200) });
  const bytes = await bytesBeside(tree, model, name, MOST_WEIGHTS);
  if (!bytes) throw new AppError('model-shard-missing', { file: shown(name, 200) });
  return bytes;
}

const labelsSchema = z.object({ labels: z.array(z.string()).min(1).max(1000) });

async function labelsBeside(tree: Tree, model: SourceFile): Promise<string[] | null> {
  const bytes = await bytesBeside(tree, model, 'metadata.json', MOST_JSON);
  if (!bytes) return null;
  const labels = labelsSchema.safeParse(parsed(decodeText(bytes), null));
  return labels.success ? labels.data.labels : null;
}

/** A file of the same folder: of what was opened, or, where a single file was named, beside it on the disk. Null: there is none. */
async function bytesBeside(tree: Tree, model: SourceFile, name: string, limit: number): Promise<Uint8Array | null> {
  const inside = beside(tree, model, name);
  if (inside) return readWhole(inside.stream(), inside.path, limit);
  if (model.file === null || tree.files.length > 1) return null;
  const file = path.join(path.dirname(model.file), name);
  const stats = await fs.stat(file).catch(() => null);
  return stats?.isFile() ? readWhole(createReadStream(file), name, limit) : null;
}

const beside = (tree: Tree, file: SourceFile, name: string): SourceFile | undefined =>
  tree.files.find((each) => each.path === file.path.slice(0, -baseOf(file.path).length) + name);

const baseOf = (path: string): string => path.split('/').at(-1)!;

const textOf = async (file: SourceFile): Promise<string> =>
  decodeText(await readWhole(file.stream(), file.path, MOST_JSON));

/** JSON that is not nested without end. Where `file` names it, `model-file-damaged` {file} is thrown for what is none; else undefined. */
function parsed(text: string, file: string | null): unknown {
  try {
    const json: unknown = JSON.parse(text);
    if (measure(json, DEEPEST).depth <= DEEPEST) return json;
  } catch (error) {
    if (file !== null) throw new AppError('model-file-damaged', { file }, error);
    return undefined;
  }
  if (file !== null) throw new AppError('model-file-damaged', { file });
  return undefined;
}
