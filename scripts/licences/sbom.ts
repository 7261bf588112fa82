import { sha256Of } from '../../electron/files/content-hash.ts';
import { idsOf, type Part } from './part.ts';

/**
 * The bill of materials as CycloneDX 1.5: every part that is shipped, with its licence and checksums. The same parts give the same
 * bytes, whenever it is made. Chromium's own parts are no components: they have no versions that anybody tells.
 */
export function billOfMaterials(parts: readonly Part[], version: string): object {
  const components = parts.filter(({ group, name }) => group !== 'chromium' && name !== 'Inkstone').map(component);
  const program = {
    type: 'application',
    'bom-ref': 'inkstone',
    name: 'inkstone',
    version,
    licenses: licencesOf('MIT'),
  };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([program, components]))}`,
    version: 1,
    metadata: { component: program },
    components,
    dependencies: [{ ref: 'inkstone', dependsOn: components.map((each) => each['bom-ref']) }],
  };
}

function component({ name, version, licence, homepage, purl, sha512, files = [] }: Part) {
  const ref = purl ?? `inkstone:${name}`;
  return {
    type: name === 'Starter model' ? 'machine-learning-model' : 'library',
    'bom-ref': ref,
    name,
    ...(version !== null && { version }),
    ...(sha512 !== undefined && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    ...(licence !== null && { licenses: licencesOf(licence) }),
    ...(purl !== null && { purl: version !== null && !purl.includes('@', 5) ? `${purl}@${version}` : purl }),
    ...(homepage !== null && { externalReferences: [{ type: 'website', url: homepage }] }),
    ...(files.length > 0 && {
      components: files.map(({ path, sha256 }) => ({
        type: 'file',
        'bom-ref': `${ref}#${path}`,
        name: path,
        hashes: [{ alg: 'SHA-256', content: sha256 }],
      })),
    }),
  };
}

function licencesOf(expression: string): object[] {
  const ids = idsOf(expression);
  if (ids.length > 1) return [{ expression }];
  return [{ license: expression.startsWith('LicenseRef-') ? { name: expression } : { id: expression } }];
}

/** A UUID (of version 8: made of what it names). */
function uuidOf(content: string): string {
  const hex = sha256Of(Buffer.from(content));
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
