import { fileFor, type Feed } from '../../../electron/services/updates/feed.ts';
import { parseFeed } from '../../../electron/services/updates/read-feed.ts';
import { isSigned, keyId } from '../../../electron/services/updates/signature.ts';
import { compareVersions } from '../../../electron/services/updates/version.ts';
import { changed, changedJson, type Target } from '../target.ts';

const feed: Feed = {
  format: 1,
  product: 'inkstone',
  published: '2026-11-30T10:00:00.000Z',
  expires: '2027-05-30T10:00:00.000Z',
  version: '1.2.0-rc.1+5',
  date: '2026-11-30',
  notes: { en: 'New.', 'zh-CN': '新。' },
  files: [{ platform: 'linux-x64', format: 'deb', url: 'v1.2.0/a.deb', size: 5, sha256: 'a'.repeat(64) }],
};
// The public key of RFC 8032's first test, whose signature is one of no bytes.
const KEY = 'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const SIGNATURE = '5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==';

/** What a server of releases answers, as if whoever changed it could sign. */
export const updates: readonly Target[] = [
  {
    name: 'list of releases',
    ...changedJson([feed]),
    async read(bytes) {
      const parsed = parseFeed(Buffer.from(bytes));
      compareVersions(parsed.version, '1.1.0');
      return fileFor(parsed, 'linux-x64', 'deb', 'https://a.example/feed.json');
    },
  },
  {
    name: 'signatures of releases',
    ...changed([Buffer.from(`ed25519 ${keyId(KEY)} ${SIGNATURE}\n`)]),
    read: async (bytes) => isSigned(new Uint8Array(), Buffer.from(bytes).toString('latin1'), [KEY]),
  },
];
