import type {
  Architecture,
  ArchitectureContent,
  ArchitectureId,
  ArchitectureVersion,
} from '../../../shared/contract/schemas/architecture.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import { ArchitectureStore, type Saving } from './architecture-store.ts';

/** Named architectures of the user's own (architecture-store.ts), and what all windows are told of them. */
export class Architectures {
  readonly onChanged: Emitter<Architecture>;
  readonly onRemoved: Emitter<{ id: ArchitectureId }>;
  private readonly store: ArchitectureStore;

  constructor(env: Pick<HostEnvironment, 'storageFolder' | 'log' | 'now'>) {
    this.store = new ArchitectureStore(env);
    const onError = (thrown: unknown) => env.log.error('listener', { thrown: String(thrown) });
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
  }

  list(): Promise<Architecture[]> {
    return this.store.list();
  }

  create(name: string, content: ArchitectureContent): Promise<Architecture> {
    return this.told(this.store.create(name, content));
  }

  save(id: ArchitectureId, saving: Saving): Promise<Architecture> {
    return this.told(this.store.save(id, saving));
  }

  rename(id: ArchitectureId, name: string): Promise<Architecture> {
    return this.told(this.store.rename(id, name));
  }

  /** Its versions stay with the one that it was made from. */
  async duplicate(id: ArchitectureId, name: string): Promise<Architecture> {
    const { content } = await this.store.get(id);
    return this.create(name, content);
  }

  async remove(id: ArchitectureId): Promise<void> {
    await this.store.discard(id);
    this.onRemoved.emit({ id });
  }

  restore(id: ArchitectureId): Promise<Architecture> {
    return this.told(this.store.restore(id));
  }

  versions(id: ArchitectureId): Promise<ArchitectureVersion[]> {
    return this.store.versions(id);
  }

  async version(id: ArchitectureId, revision: number): Promise<ArchitectureContent> {
    return (await this.store.version(id, revision)).content;
  }

  takeVersion(id: ArchitectureId, expected: number, revision: number): Promise<Architecture> {
    return this.told(this.store.takeVersion(id, expected, revision));
  }

  private async told(change: Promise<Architecture>): Promise<Architecture> {
    const changed = await change;
    this.onChanged.emit(changed);
    return changed;
  }
}
