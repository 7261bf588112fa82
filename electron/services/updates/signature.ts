import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** A pair of Ed25519 keys: the public one as its DER (SPKI) in base64, the private one as PEM (PKCS 8). */
export interface KeyPair {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A signature file is a line for each signature: `ed25519 ID BASE64`. More lines than this are not looked at. */
const MAXIMAL_LINES = 20;

/** What a key is called: the first 16 hexadecimal digits of its SHA-256. */
export const keyId = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);

export function makeKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const text = publicKey.toString('base64');
  return { id: keyId(text), publicKey: text, privateKey };
}

/** The line that signs `bytes` with a private key in PEM. Throws what node:crypto throws for another kind of key. */
export function signatureLine(bytes: Uint8Array, privateKey: string): string {
  const key = createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`an Ed25519 key is needed, not ${key.asymmetricKeyType}`);
  const own = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  return `ed25519 ${keyId(own)} ${sign(null, bytes, key).toString('base64')}`;
}

/** Whether one of the signature file's lines is a signature of these very bytes by one of the keys. */
export function isSigned(bytes: Uint8Array, signatures: string, publicKeys: readonly string[]): boolean {
  const keys = new Map(publicKeys.map((key) => [keyId(key), key]));
  return signatures
    .split('\n')
    .slice(0, MAXIMAL_LINES)
    .some((line) => {
      const [kind, id, signature, ...more] = line.trim().split(/\s+/);
      const key = keys.get(id ?? '');
      if (kind !== 'ed25519' || key === undefined || signature === undefined || more.length > 0) return false;
      return verify(null, bytes, publicKeyOf(key), Buffer.from(signature, 'base64'));
    });
}

const publicKeyOf = (key: string) => createPublicKey({ key: Buffer.from(key, 'base64'), type: 'spki', format: 'der' });
