import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type {
  AccessPolicy,
  AccessView,
  EntryAccess,
  Subject,
  Target,
  VisibleChildren,
} from './policy.js';
import {
  entryAccess,
  everything,
  everythingButRepresent,
  isRevealing,
  rightBits,
} from './rights.js';
import { compileLimits, type LimitsOf } from './limits.js';
import { compileRule, type CompiledRule } from './compile-rule.js';
import { noFacts, type AccessFacts, type AccessRules } from './rules.js';
import { targetKinds, type TargetKinds } from './target-kinds.js';

export interface AccessOptions {
  readonly rules: AccessRules;
  readonly schema: Schema;
  readonly suffix: DnKey;
  /** Absent in a directory without a catalogue. */
  readonly catalogue?: AccessFacts | undefined;
}

/** Views kept, by what their subject is; connections of the same account share one. */
const viewsMax = 1000;

/**
 * The decision function of a rules file.
 *
 * A view holds the rules that may concern its subject; an entry is then a few bits (its kinds,
 * whether it is the subject, whether it is in a group), and each combination of bits has one
 * `EntryAccess`, computed once: a search of 50,000 entries computes two or three.
 *
 * @throws Error naming the rule and the word that the schema or the catalogue does not know
 */
export function compileAccess(options: AccessOptions): AccessPolicy {
  const { schema, suffix, rules, catalogue: facts = noFacts } = options;
  const kinds = targetKinds(rules.cibles, { schema, suffix });
  const secrets = new Set(
    rules.secrets.map((name) => (schema.attributeType(name)?.name ?? name).toLowerCase()),
  );
  const scope = { schema, facts, secrets };
  const compiled = rules.regles.map((rule) => compileRule(rule, { scope, kinds, suffix }));
  const operational = schema.attributeTypes
    .filter((type) => type.operational)
    .map((type) => type.name.toLowerCase())
    .filter((name) => !secrets.has(name));
  const limitsOf = compileLimits(rules.limites ?? [], { scope, suffix });
  const all = { rules: compiled, kinds, facts, operational, limitsOf };
  return cached((subject) => viewOf(subject, all));
}

/** One view for equal subjects; a subject seen before is found without comparing its content. */
function cached(make: (subject: Subject) => AccessView): AccessPolicy {
  const bySubject = new WeakMap<Subject, AccessView>();
  const byContent = new Map<string, AccessView>();
  return {
    view: (subject) => {
      const seen = bySubject.get(subject);
      if (seen) return seen;
      const key = subjectKey(subject);
      const view = byContent.get(key) ?? make(subject);
      if (byContent.size >= viewsMax) byContent.clear();
      byContent.set(key, view);
      bySubject.set(subject, view);
      return view;
    },
  };
}

interface Compiled {
  readonly rules: readonly CompiledRule[];
  readonly kinds: TargetKinds;
  readonly facts: AccessFacts;
  /** Operational attributes that whoever reads an entry reads too. */
  readonly operational: readonly string[];
  readonly limitsOf: LimitsOf;
}

function viewOf(subject: Subject, compiled: Compiled): AccessView {
  const services = servicesOf(subject, compiled.facts);
  const limits = compiled.limitsOf(subject, services);
  if (subject.kind === 'root' || subject.kind === 'internal') {
    const access = subject.kind === 'root' ? everything : everythingButRepresent;
    const whatever = (): EntryAccess => access;
    return {
      subject,
      limits,
      on: whatever,
      reading: whatever,
      children: () => 'all',
      leastOfChildren: whatever,
    };
  }
  const rules = compiled.rules.filter((rule) => rule.concerns(subject, services));
  const concerned = kindsOf(rules);
  const conditional = rules.filter((rule) => rule.outsideGroups);
  const shielded = kindsOf(conditional);
  const shieldedFromReading = kindsOf(conditional.filter(isAboutReading));
  const accesses = new Map<number, EntryAccess>();
  const decide = (target: Target, asked: number): EntryAccess => {
    const kinds = compiled.kinds.kindsOf(target, concerned);
    const self = isSelf(subject, target);
    const inGroup = (kinds & shielded) !== 0 && ((kinds & asked) === 0 || target.inGroup());
    const key = kinds * 4 + (self ? 2 : 0) + (inGroup ? 1 : 0);
    const known = accesses.get(key);
    if (known) return known;
    const access = grant(rules, { kinds, self, inGroup }, services, compiled.operational);
    accesses.set(key, access);
    return access;
  };
  const sure = rules.filter(({ selfOnly, outsideGroups }) => !selfOnly && !outsideGroups);
  const least = (kinds: number): EntryAccess =>
    grant(sure, { kinds, self: false, inGroup: false }, services, compiled.operational);
  return {
    subject,
    limits,
    on: (target) => decide(target, shielded),
    reading: (target) => decide(target, shieldedFromReading),
    children: (dn) => visibleChildren(rules, compiled.kinds.kindsOfChildren(dn), services),
    leastOfChildren: (dn) => least(compiled.kinds.kindsOfChildren(dn).all),
  };
}

function visibleChildren(
  rules: readonly CompiledRule[],
  { all, some }: ReturnType<TargetKinds['kindsOfChildren']>,
  services: ReadonlySet<string>,
): VisibleChildren {
  const telling = rules.filter(
    ({ kinds, entryRights, attributes }) =>
      (kinds & some) !== 0 && (isRevealing(entryRights) || attributes(services).size > 0),
  );
  const others = telling.filter(({ selfOnly }) => !selfOnly);
  if (others.some(({ kinds, outsideGroups }) => (kinds & all) !== 0 && !outsideGroups)) {
    return 'all';
  }
  if (others.length > 0) return 'unsure';
  return telling.length > 0 ? 'self' : 'none';
}

const kindsOf = (rules: readonly CompiledRule[]): number =>
  rules.reduce((mask, rule) => mask | rule.kinds, 0);

const isAboutReading = (rule: CompiledRule): boolean =>
  (rule.attributeRights & ~rightBits.write) !== 0;

interface Situation {
  readonly kinds: number;
  readonly self: boolean;
  readonly inGroup: boolean;
}

function grant(
  rules: readonly CompiledRule[],
  situation: Situation,
  services: ReadonlySet<string>,
  operational: readonly string[],
): EntryAccess {
  const attributes = new Map<string, number>();
  let entry = 0;
  for (const rule of rules) {
    if ((rule.kinds & situation.kinds) === 0) continue;
    if (rule.selfOnly && !situation.self) continue;
    if (rule.outsideGroups && situation.inGroup) continue;
    entry |= rule.entryRights;
    if (rule.attributeRights === 0) continue;
    for (const name of rule.attributes(services)) {
      attributes.set(name, (attributes.get(name) ?? 0) | rule.attributeRights);
    }
  }
  if (((attributes.get('objectclass') ?? 0) & rightBits.read) !== 0) {
    const reading = rightBits.read | rightBits.search | rightBits.compare;
    for (const name of operational) attributes.set(name, (attributes.get(name) ?? 0) | reading);
  }
  return entryAccess(attributes, entry);
}

function isSelf(subject: Subject, target: Target): boolean {
  return subject.entryUuid !== '' && target.is(subject.entryUuid);
}

/** Codes of the services that a subject is referent of. */
function servicesOf(subject: Subject, facts: AccessFacts): ReadonlySet<string> {
  return new Set(
    facts.services
      .filter((service) => subject.groups.has(service.referents.toLowerCase()))
      .map((service) => service.code),
  );
}

function subjectKey(subject: Subject): string {
  const { kind, name, entryUuid, groups, secure } = subject;
  return JSON.stringify([kind, name, entryUuid, [...groups].sort(), secure]);
}
