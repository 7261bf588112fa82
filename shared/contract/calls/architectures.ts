import { z } from 'zod';
import { call } from '../define.ts';
import {
  architectureContentSchema,
  architectureIdSchema,
  architectureSchema,
  architectureVersionSchema,
  revisionSchema,
} from '../schemas/architecture.ts';
import { nameSchema } from '../schemas/name.ts';
import { none } from './common.ts';

const architectureRef = z.object({ id: architectureIdSchema });
const name = nameSchema(120);

/**
 * Named architectures of the user's own. A change names the revision that it was made on: `architecture-changed` {name} if
 * another window has changed it since, and nothing is written. All throw `architecture-not-found` {id} and storage errors.
 */
export const architecturesCalls = {
  /** By name. What cannot be read is left where it is. */
  'architectures.list': call(none, z.array(architectureSchema)),
  'architectures.create': call(z.object({ name, content: architectureContentSchema }), architectureSchema),
  /**
   * Keeps what was changed. `sitting` is the window's own: savings of one sitting that follow each other within two minutes
   * become one version.
   */
  'architectures.save': call(
    architectureRef.extend({
      expected: revisionSchema,
      content: architectureContentSchema,
      sitting: z.string().min(8).max(64),
    }),
    architectureSchema,
  ),
  /** The name is no part of the content: it makes no new revision. */
  'architectures.rename': call(architectureRef.extend({ name }), architectureSchema),
  'architectures.duplicate': call(architectureRef.extend({ name }), architectureSchema),
  /** To the trash; `architectures.restore` brings it back until the studio closes. */
  'architectures.remove': call(architectureRef, z.null()),
  'architectures.restore': call(architectureRef, architectureSchema),
  /** What can be gone back to, the newest first; the present state is the first. */
  'architectures.versions': call(architectureRef, z.array(architectureVersionSchema)),
  'architectures.version': call(architectureRef.extend({ revision: revisionSchema }), architectureContentSchema),
  /** Makes an earlier version the present one, as a new revision: what was there stays a version. */
  'architectures.takeVersion': call(
    architectureRef.extend({ expected: revisionSchema, revision: revisionSchema }),
    architectureSchema,
  ),
} as const;
