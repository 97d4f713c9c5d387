import { readFileSync } from 'node:fs';
import { compileAccess } from '../../src/access/compile.js';
import type { AccessPolicy } from '../../src/access/policy.js';
import type { AccessRules } from '../../src/access/rules.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { parseDn } from '../../src/model/dn.js';
import { realSchema, suffix } from './fixture.js';

/** The project's rules, and one more: the portal acts for those who hold no role. */
export function policyOfRepresentation(): AccessPolicy {
  const { schema, catalogue } = realSchema();
  const rules = JSON.parse(readFileSync('schema/data/access.json', 'utf8')) as AccessRules;
  const right = {
    regle: 'Le portail agit pour les personnes sans rôle',
    qui: ['compte:portail'],
    sur: ['personnes'],
    droits: ['representer'],
    si: ['hors-groupe'],
  } as const;
  return compileAccess({
    rules: { ...rules, regles: [...rules.regles, right] },
    schema,
    suffix: schema.dnKey(parseDn(suffix)),
    catalogue: accessFacts(catalogue),
  });
}
