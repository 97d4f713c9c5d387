import type { ServiceCatalogue } from '../domain/catalogue.js';
import { type Dn, formatDn, parseDn } from '../model/dn.js';
import type { AttributeInput } from '../model/modification.js';
import type { AddRequest } from '../model/request.js';

const branches: readonly (readonly [ou: string, description: string])[] = [
  ['personnes', 'Professionnels et agents'],
  ['structures', 'Structures et centres de coordination en cancérologie'],
  ['acces', 'Accès aux services, calculés des réponses aux demandes'],
  ['groupes', 'Administrateurs et référents'],
  ['comptes', 'Comptes de service'],
  ['politiques', 'Politiques de mot de passe'],
];

/**
 * The policy in force where an entry names no other: the CNIL's rule, nothing that expires, and no
 * lockout, by which anybody could keep a referent out.
 */
const defaultPolicy: readonly (readonly [string, string])[] = [
  ['objectClass', 'organizationalRole'],
  ['objectClass', 'pwdPolicy'],
  ['cn', 'default'],
  ['description', 'Politique de mot de passe par défaut'],
  ['pwdAttribute', 'userPassword'],
  ['pwdCheckQuality', '2'],
  ['pwdMinLength', '12'],
  ['pwdInHistory', '5'],
  ['pwdLockout', 'FALSE'],
  ['pwdMustChange', 'FALSE'],
];

/**
 * The entries that a directory has before anyone is in it (DESIGN §2): the suffix, its branches,
 * the default password policy, one computed group for each service, one group of referents for
 * each, the administrators.
 * Parents come first. Without a catalogue (profile `general`) only the suffix is made.
 *
 * @param suffix RFC 4514 string
 * @throws LdapError `invalidDNSyntax`
 */
export function skeleton(suffix: string, catalogue: ServiceCatalogue | undefined): AddRequest[] {
  const root = parseDn(suffix);
  const entries = [suffixEntry(root)];
  if (catalogue === undefined) return entries;
  const below = (branch: string, attribute: string, name: string): string =>
    `${attribute}=${name},ou=${branch},${formatDn(root)}`;
  for (const [ou, description] of branches) {
    entries.push(
      addition(`ou=${ou},${formatDn(root)}`, [
        ['objectClass', 'organizationalUnit'],
        ['ou', ou],
        ['description', description],
      ]),
    );
  }
  entries.push(addition(below('politiques', 'cn', 'default'), defaultPolicy));
  for (const { code, label } of catalogue.services) {
    entries.push(group(below('acces', 'cn', code.toLowerCase()), code.toLowerCase(), label));
  }
  entries.push(group(below('groupes', 'cn', 'administrateurs'), 'administrateurs', 'Région'));
  for (const { referents, label } of catalogue.services) {
    entries.push(group(below('groupes', 'cn', referents), referents, `Référents ${label}`));
  }
  return entries;
}

function group(dn: string, cn: string, description: string): AddRequest {
  return addition(dn, [
    ['objectClass', 'groupOfNames'],
    ['cn', cn],
    ['description', description],
  ]);
}

/** The suffix entry takes its classes from its naming attribute. */
function suffixEntry(root: Dn): AddRequest {
  const naming = root[0]?.[0];
  const type = naming?.type.toLowerCase() ?? '';
  const value = naming?.value.toString('utf8') ?? '';
  const classes: Record<string, readonly (readonly [string, string])[]> = {
    dc: [
      ['objectClass', 'organization'],
      ['objectClass', 'dcObject'],
      ['o', value],
      ['dc', value],
    ],
    o: [
      ['objectClass', 'organization'],
      ['o', value],
    ],
    ou: [
      ['objectClass', 'organizationalUnit'],
      ['ou', value],
    ],
    c: [
      ['objectClass', 'country'],
      ['c', value],
    ],
  };
  const fallback = [
    ['objectClass', 'extensibleObject'],
    ['objectClass', 'organization'],
  ] as const;
  return addition(formatDn(root), classes[type] ?? [...fallback, ['o', value], [type, value]]);
}

function addition(dn: string, pairs: readonly (readonly [string, string])[]): AddRequest {
  const attributes = new Map<string, AttributeInput & { values: Buffer[] }>();
  for (const [attribute, value] of pairs) {
    const known = attributes.get(attribute);
    if (known) known.values.push(Buffer.from(value));
    else attributes.set(attribute, { attribute, values: [Buffer.from(value)] });
  }
  return { kind: 'add', dn, attributes: [...attributes.values()] };
}
