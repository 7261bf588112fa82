import { AppError } from '../../../shared/contract/errors.ts';
import { isFeedAddress } from '../../../shared/contract/schemas/update.ts';
import { getBytes } from '../../http/get-bytes.ts';
import { ServerError } from '../../http/http-get.ts';
import { messageOf } from '../../native/provision/setup-error.ts';
import { type Feed, feedSchema, SIGNATURE_SUFFIX } from './feed.ts';
import { isSigned } from './signature.ts';

/** The most bytes that are read of a feed, and of its signatures. */
const [FEED_LIMIT, SIGNATURE_LIMIT] = [256 << 10, 16 << 10];

export interface FeedRequest {
  readonly address: string;
  /** Whose signatures count: base64 of their DER. */
  readonly keys: readonly string[];
  /** Give up when nothing has come for so long, milliseconds. */
  readonly stall: number;
  readonly signal: AbortSignal;
  readonly now: number;
}

/**
 * Reads a feed and its signatures. Nothing in it is looked at before a signature of a known key fits its bytes. Throws
 * `update-feed-unreachable` {server, reason}, `update-feed-unsigned`, `update-feed-invalid` {reason}, `update-feed-expired` {date}, `cancelled`.
 */
export async function readFeed(request: FeedRequest): Promise<Feed> {
  const { address, keys, now } = request;
  if (!isFeedAddress(address)) throw new AppError('update-feed-invalid', { reason: address });
  const bytes = await read(address, FEED_LIMIT, request);
  const signatures = await read(signatureAddress(address), SIGNATURE_LIMIT, request);
  if (!isSigned(bytes, signatures.toString('latin1'), keys)) throw new AppError('update-feed-unsigned');
  const feed = parseFeed(bytes);
  if (Date.parse(feed.expires) < now) throw new AppError('update-feed-expired', { date: feed.expires.slice(0, 10) });
  return feed;
}

/** Beside the feed, whatever is asked of the server after a question mark. */
function signatureAddress(address: string): string {
  const url = new URL(address);
  url.pathname += SIGNATURE_SUFFIX;
  return url.href;
}

/** Throws `update-feed-invalid` {reason}. */
export function parseFeed(bytes: Buffer): Feed {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new AppError('update-feed-invalid', { reason: messageOf(cause) }, cause);
  }
  const parsed = feedSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new AppError('update-feed-invalid', { reason }, parsed.error);
}

async function read(address: string, limit: number, { stall, signal }: FeedRequest): Promise<Buffer> {
  try {
    return await getBytes(address, { limit, stall, signal });
  } catch (thrown) {
    if (!(thrown instanceof ServerError)) throw thrown;
    const { host: server } = new URL(address);
    throw new AppError('update-feed-unreachable', { server, reason: messageOf(thrown) }, thrown);
  }
}
