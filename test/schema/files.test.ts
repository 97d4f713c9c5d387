import { expect } from 'chai';
import { textsOf, type Attribute, entryOf } from '../../src/model/entry.js';
import { loadSchema } from '../../src/schema/load.js';
import { shipped } from './shipped.js';

const threeWay = [
  'numeroVoie',
  'indiceRepetitionVoie',
  'typeVoie',
  'libelleVoie',
  'codePostal',
  'commune',
  'telephone',
  'emailMSS',
];

/** The grammar of RFC 4512 §4.1.2, field after field. */
const attributeTypeText = new RegExp(
  [
    /^\( \d+(?:\.\d+)+/,
    /(?: NAME (?:'[A-Za-z][A-Za-z0-9-]*'|\( '[A-Za-z][A-Za-z0-9-]*'(?: '[A-Za-z][A-Za-z0-9-]*')+ \)))?/,
    /(?: DESC '[^'\\]*(?:\\(?:27|5C)[^'\\]*)*')?(?: OBSOLETE)?(?: SUP [\w.-]+)?/,
    /(?: EQUALITY [\w.-]+)?(?: ORDERING [\w.-]+)?(?: SUBSTR [\w.-]+)?/,
    /(?: SYNTAX \d+(?:\.\d+)+(?:\{\d+\})?)?(?: SINGLE-VALUE)?(?: COLLECTIVE)?/,
    /(?: NO-USER-MODIFICATION)?(?: USAGE \w+)?(?: X-[A-Z-]+ (?:'[^']*'|\( '[^']*'(?: '[^']*')+ \)))* \)$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

describe('the schema files', () => {
  it('publish definitions that the grammar of RFC 4512 reads', () => {
    for (const { name, text } of shipped.attributeTypes) {
      expect(text, name).to.match(attributeTypeText);
    }
    for (const { values, description } of shipped.subschema) {
      expect(values.length, description).to.be.greaterThan(0);
      const accepts = shipped.attributeType(description)?.syntax.accepts;
      for (const value of values) expect(accepts?.(value), value.toString()).to.equal(true);
    }
  });

  it('publish a schema that loads again, to the same texts', () => {
    const lines = (attribute: Attribute | undefined): string =>
      (attribute?.values ?? [])
        .map((value) => `${attribute?.description ?? ''}: ${value.toString()}`)
        .join('\n');
    const of = (name: string): Attribute | undefined =>
      shipped.subschema.find(({ description }) => description === name);
    const text = `${lines(of('attributeTypes'))}\n${lines(of('objectClasses'))}`;
    const again = loadSchema([{ name: 'published', text }]);
    expect(again.subschema).to.deep.equal(shipped.subschema);
  });

  it('publish the five kinds of definitions', () => {
    expect(shipped.subschema.map(({ description }) => description)).to.have.members([
      'objectClasses',
      'attributeTypes',
      'ldapSyntaxes',
      'matchingRules',
      'matchingRuleUse',
    ]);
    const uses = textsOf(entryOf('', shipped.subschema), 'matchingRuleUse');
    expect(uses.find((use) => use.includes("'generalizedTimeMatch'"))).to.match(
      /APPLIES \( .*createTimestamp/,
    );
  });

  it('give each three-way field its three values, the override a Directory String', () => {
    const person = shipped.objectClass('personneAnnuaire');
    expect(person?.kind).to.equal('AUXILIARY');
    for (const field of threeWay) {
      for (const name of [field, `${field}National`, `${field}Modification`]) {
        const type = shipped.attributeType(name);
        expect(type?.singleValue, name).to.equal(true);
        expect(type?.syntax.description, name).to.equal('Directory String');
        expect(person?.may, name).to.include(type);
      }
    }
  });

  it('number what is ours below our arc, types and classes apart', () => {
    const arc = '2.25.213165072203841953435647073152042308143';
    const { attributeTypes, objectClasses } = shipped;
    const types = attributeTypes.filter(({ oid }) => oid.startsWith(arc));
    expect(types.length).to.be.greaterThan(60);
    for (const { oid } of types) expect(oid.startsWith(`${arc}.1.`), oid).to.equal(true);
    for (const { oid } of objectClasses.filter((each) => each.oid.startsWith(arc))) {
      expect(oid.startsWith(`${arc}.2.`), oid).to.equal(true);
    }
  });

  it('index what searches name, and neither passwords nor computed attributes', () => {
    const indexed = (name: string): string[] => [...(shipped.attributeType(name)?.indexes ?? [])];
    for (const name of ['sn', 'givenName', 'nomNaissance', 'l']) {
      expect(indexed(name)).to.deep.equal(['equality', 'substring', 'approximate', 'words']);
    }
    expect(indexed('cn')).to.deep.equal(['equality', 'substring', 'approximate']);
    for (const name of ['uid', 'numeroRPPS', 'matricule', 'mail', 'member', 'objectClass']) {
      expect(indexed(name), name).to.include('equality');
    }
    for (const name of ['memberOf', 'hasSubordinates', 'numSubordinates', 'userPassword']) {
      expect(indexed(name), name).to.deep.equal([]);
    }
  });

  it('index only what has the rule that the index needs', () => {
    for (const { name, indexes, equality, substring } of shipped.attributeTypes) {
      if (indexes.has('equality')) expect(equality, name).not.to.equal(undefined);
      if (indexes.has('substring')) expect(substring, name).not.to.equal(undefined);
    }
  });
});
