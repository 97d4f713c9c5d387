import type { AttributeType } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { AccessFacts } from './rules.js';

/** What the attributes of a rule are resolved against. */
export interface AttributeScope {
  readonly schema: Schema;
  readonly facts: AccessFacts;
  /** Lower-cased first names that no wildcard covers. */
  readonly secrets: ReadonlySet<string>;
}

/** A rule's attributes, ready to be asked for with the services one is referent of. */
export type AttributeSet = (services: ReadonlySet<string>) => ReadonlySet<string>;

/**
 * Resolves the words of a rule into attributes by lower-cased first name.
 *
 * @param fault makes the error for a word that means nothing here
 */
export function attributeSet(
  words: readonly string[],
  except: readonly string[],
  scope: AttributeScope,
  fault: (why: string) => Error,
): AttributeSet {
  const included = words.map((word) => resolve(word, scope, fault));
  const excluded = except.map((word) => resolve(word, scope, fault));
  return (services) => {
    const names = new Set(included.flatMap((namesOf) => [...namesOf(services)]));
    for (const namesOf of excluded) for (const name of namesOf(services)) names.delete(name);
    return names;
  };
}

function resolve(word: string, scope: AttributeScope, fault: (why: string) => Error): AttributeSet {
  if (word === 'reponses:siennes') return (services) => responses(scope, services, own);
  if (word === 'reponses:accordees') return (services) => responses(scope, services, granted);
  const names = new Set(fixedNames(word, scope, fault));
  return () => names;
}

type FactsOfService = AccessFacts['services'][number];

function fixedNames(
  word: string,
  scope: AttributeScope,
  fault: (why: string) => Error,
): readonly string[] {
  const { schema, facts } = scope;
  const named = (names: readonly string[]): string[] =>
    names.map((name) => firstName(name, schema, fault));
  switch (word) {
    case '*':
      return wildcard(scope, (type) => !type.operational);
    case '+':
      return wildcard(scope, (type) => type.operational);
    case 'demandes':
      return named(facts.services.map((service) => service.request));
    case 'reponses':
      return named(facts.services.map((service) => service.response));
    case 'surcharges':
      return named(facts.overrides);
    case 'nationales':
      return named(facts.nationals);
    case 'derivees':
      return named(facts.derived);
    case 'secrets':
      return [...scope.secrets];
  }
  if (word.startsWith('reponses:')) return named([responseOf(word.slice(9), facts, fault)]);
  if (word.startsWith('@')) return classNames(word.slice(1), scope, fault);
  return named([word]);
}

function wildcard(scope: AttributeScope, covers: (type: AttributeType) => boolean): string[] {
  return scope.schema.attributeTypes
    .filter(covers)
    .map((type) => type.name.toLowerCase())
    .filter((name) => !scope.secrets.has(name));
}

function classNames(
  name: string,
  { schema, secrets }: AttributeScope,
  fault: (why: string) => Error,
): string[] {
  const objectClass = schema.objectClass(name);
  if (!objectClass) throw fault(`“${name}” is not an object class of the schema`);
  return [...objectClass.must, ...objectClass.may]
    .map((type) => type.name.toLowerCase())
    .filter((each) => !secrets.has(each));
}

function firstName(name: string, schema: Schema, fault: (why: string) => Error): string {
  const type = schema.attributeType(name);
  if (!type) throw fault(`“${name}” is neither an attribute of the schema nor a word of the rules`);
  return type.name.toLowerCase();
}

function responseOf(code: string, facts: AccessFacts, fault: (why: string) => Error): string {
  const service = facts.services.find((each) => each.code.toLowerCase() === code.toLowerCase());
  if (!service) throw fault(`“${code}” is not a service of the catalogue`);
  return service.response;
}

const own = (service: FactsOfService, mine: ReadonlySet<string>): boolean => mine.has(service.code);

const granted = (
  service: FactsOfService,
  mine: ReadonlySet<string>,
  { services }: AccessFacts,
): boolean =>
  services.some((each) => mine.has(each.code) && each.alsoGrants.includes(service.code));

function responses(
  { schema, facts }: AttributeScope,
  mine: ReadonlySet<string>,
  chosen: (service: FactsOfService, mine: ReadonlySet<string>, facts: AccessFacts) => boolean,
): ReadonlySet<string> {
  return new Set(
    facts.services
      .filter((service) => chosen(service, mine, facts))
      .map(({ response }) => (schema.attributeType(response)?.name ?? response).toLowerCase()),
  );
}
