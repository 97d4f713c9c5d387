import { parseDn } from '../model/dn.js';
import type { DnKey } from '../schema/definitions.js';
import { attributeSet, type AttributeScope, type AttributeSet } from './attribute-set.js';
import type { Subject } from './policy.js';
import { attributeMask, entryMask } from './rights.js';
import type { RuleRecord } from './rules.js';
import type { TargetKinds } from './target-kinds.js';

/** A rule whose words have become sets, masks and a test. */
export interface CompiledRule {
  /** Whether the rule can concern a subject; `services`: codes of those it is referent of. */
  readonly concerns: (subject: Subject, services: ReadonlySet<string>) => boolean;
  /** Bits of the kinds of entries it is about. */
  readonly kinds: number;
  readonly selfOnly: boolean;
  /** It does not hold for entries that are members of a group. */
  readonly outsideGroups: boolean;
  readonly attributes: AttributeSet;
  readonly attributeRights: number;
  readonly entryRights: number;
}

interface SubjectContext {
  readonly scope: AttributeScope;
  readonly suffix: DnKey;
}

interface RuleContext extends SubjectContext {
  readonly kinds: TargetKinds;
}

type SubjectTest = CompiledRule['concerns'];

/** @throws Error naming the rule and the word that means nothing */
export function compileRule(rule: RuleRecord, context: RuleContext): CompiledRule {
  const fault = (why: string): Error => new Error(`access rule “${rule.regle}”: ${why}`);
  const selfOnly = rule.qui.includes('soi');
  if (selfOnly && rule.qui.length > 1) throw fault('“soi” stands alone in “qui”');
  const tests = rule.qui.map((word) => subjectTest(word, context, fault));
  const onlySecure = rule.si?.includes('securise') ?? false;
  return {
    concerns: (subject, services) =>
      subject.kind === 'entry' &&
      (!onlySecure || subject.secure) &&
      tests.some((test) => test(subject, services)),
    kinds: context.kinds.maskOf(rule.sur, fault),
    selfOnly,
    outsideGroups: rule.si?.includes('hors-groupe') ?? false,
    attributes: attributeSet(rule.attributs ?? [], rule.sauf ?? [], context.scope, fault),
    attributeRights: attributeMask(rule.droits),
    entryRights: entryMask(rule.droits),
  };
}

/** Whether a subject, anonymous ones included, is among those that the words name. */
export function compileSubject(
  words: readonly string[],
  context: SubjectContext,
  fault: (why: string) => Error,
): SubjectTest {
  if (words.includes('soi')) throw fault('“soi” names nobody here');
  const tests = words
    .filter((word) => word !== 'anonyme')
    .map((word) => subjectTest(word, context, fault));
  const anonymous = words.includes('anonyme');
  return (subject, services) =>
    subject.kind === 'anonymous' ? anonymous : tests.some((test) => test(subject, services));
}

function subjectTest(
  word: string,
  { scope, suffix }: SubjectContext,
  fault: (why: string) => Error,
): SubjectTest {
  if (word === 'connecte' || word === 'soi') return () => true;
  if (word === 'referents') return (_subject, services) => services.size > 0;
  const [kind, name = ''] = word.split(':');
  if (kind === 'groupe' && name !== '') {
    const group = name.toLowerCase();
    return (subject) => subject.groups.has(group);
  }
  if (kind === 'compte' && name !== '') {
    const account = scope.schema.dnKey(parseDn(`cn=${name},ou=comptes`)).text;
    const dn = `${account},${suffix.text}`;
    return (subject) => subject.name === dn;
  }
  throw fault(`“${word}” names nobody`);
}
