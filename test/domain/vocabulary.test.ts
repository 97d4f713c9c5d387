import { expect } from 'chai';
import { readConstraints, readServices } from '../../src/config/data-files.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { catalogueOf } from '../../src/domain/catalogue.js';
import { servicesOf } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { defaultAddressParts, derivedAttributes } from '../../src/domain/person.js';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';

const catalogue = catalogueOf(servicesOf(readServices()));
const schema = loadSchema([
  ...readSchemaDirectory('schema'),
  { name: 'catalogue', text: catalogueSchema(catalogue) },
]);
const directoryString = '1.3.6.1.4.1.1466.115.121.1.15';

describe('the attributes that the domain speaks of', () => {
  const facts = accessFacts(catalogue);
  const allowed = new Set(
    ['personneAnnuaire', 'inetOrgPerson'].flatMap(
      (name) => schema.objectClass(name)?.may.map((type) => type.name) ?? [],
    ),
  );

  for (const name of [...derivedAttributes, ...facts.overrides, ...facts.nationals]) {
    it(`${name} is in the schema, so spelled, and allowed on a person`, () => {
      expect(schema.attributeType(name)?.name).to.equal(name);
      expect(allowed.has(name)).to.equal(true);
    });
  }

  for (const name of facts.overrides) {
    it(`${name} is a single Directory String: a space must be a value`, () => {
      const type = schema.attributeType(name);
      expect(type?.syntax.oid).to.equal(directoryString);
      expect(type?.singleValue).to.equal(true);
      expect(type?.syntax.accepts(Buffer.from(' '))).to.equal(true);
    });
  }

  it('are constrained only as overrides', () => {
    for (const { attribute } of readConstraints()) expect(facts.overrides).to.include(attribute);
  });

  it('compose the address from effective fields', () => {
    for (const part of defaultAddressParts) expect(derivedAttributes).to.include(part);
  });
});
