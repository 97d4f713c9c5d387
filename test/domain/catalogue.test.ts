import { expect } from 'chai';
import { readServices } from '../../src/config/data-files.js';
import { catalogueOf, requestAttribute, responseAttribute } from '../../src/domain/catalogue.js';
import { annuaireArc, servicesOf } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { loadSchema } from '../../src/schema/load.js';
import { readSchemaDirectory } from '../../src/schema/files.js';

const catalogue = catalogueOf(servicesOf(readServices()));

describe('the catalogue of services', () => {
  it('has the nine services of the source document, in its order', () => {
    expect(catalogue.services.map(({ code, label }) => [code, label])).to.deep.equal([
      ['PortailENRS', 'Portail ENRS'],
      ['Gwalenn', 'Gwalenn'],
      ['MessagerieSecurisee', 'Messagerie Sécurisée'],
      ['ORIS', 'ORIS'],
      ['Cancerologie', 'Cancérologie'],
      ['ROR', 'ROR'],
      ['AnnuaireRegional', 'Annuaire Régional'],
      ['ARDAH', 'ARDAH'],
      ['AdministrationAnnuaire', 'Administration Annuaire'],
    ]);
  });

  it('describes Cancérologie as the guide does', () => {
    const service = catalogue.byCode('cancerologie');
    expect(service).to.deep.include({
      application: 'Dossier Communicant de Cancérologie',
      list: {
        menu: 'Accès WebDCR',
        code: '04-ACCES-WebDCR',
        title: 'Demandes Accès WebDCR',
      },
      referents: 'referents-Cancerologie',
      alsoGrants: ['PortailENRS'],
      provisioning: 'webdcr',
    });
    expect(service?.tile?.name).to.equal('DOSSIER COMMUNICANT DE CANCÉROLOGIE');
    expect(service?.tile?.description).to.equal(
      'Informatiser les principaux processus et documents standardisés',
    );
  });

  it('gives the portal no tile and the other lists no number', () => {
    const without = catalogue.services.filter(({ tile }) => tile === undefined);
    expect(without.map(({ code }) => code)).to.deep.equal(['PortailENRS']);
    const numbered = catalogue.services.filter(({ list }) => list.code !== undefined);
    expect(numbered.map(({ code }) => code)).to.deep.equal(['Cancerologie']);
  });

  it('finds a service by its code and by both attributes, in any case', () => {
    for (const service of catalogue.services) {
      expect(catalogue.byCode(service.code.toUpperCase())).to.equal(service);
      const request = requestAttribute(service).toLowerCase();
      expect(catalogue.byAttribute(request)).to.equal(service);
      expect(catalogue.byAttribute(responseAttribute(service))).to.equal(service);
    }
    expect(catalogue.byAttribute('mail')).to.equal(undefined);
    expect(catalogue.byCode('')).to.equal(undefined);
  });
});

describe('the schema of the catalogue', () => {
  const [first] = catalogue.services;
  const text = catalogueSchema(catalogue);
  const schema = loadSchema([...readSchemaDirectory('schema'), { name: 'catalogue', text }]);

  it('loads beside the other schema files', () => {
    expect(schema.objectClass('personneAnnuaire')?.may.map(({ name }) => name)).to.include.members(
      catalogue.services.flatMap((each) => [requestAttribute(each), responseAttribute(each)]),
    );
  });

  it('numbers both attributes below the number of the service', () => {
    const arc = `${annuaireArc}.1.1000.5`;
    expect(schema.attributeType('demandeAccesCancerologie')?.oid).to.equal(`${arc}.1`);
    expect(schema.attributeType('reponseAccesCancerologie')?.oid).to.equal(`${arc}.2`);
    expect(schema.objectClass('accesServices')?.oid).to.equal(`${annuaireArc}.2.1000`);
  });

  it('makes the request a time and the answer a text, both single-valued and indexed', () => {
    const request = schema.attributeType('demandeAccesORIS');
    expect(request?.ordering?.name).to.equal('generalizedTimeOrderingMatch');
    expect(request?.singleValue).to.equal(true);
    expect([...(request?.indexes ?? [])].sort()).to.deep.equal(['equality', 'presence']);
    const answer = schema.attributeType('reponseAccesORIS');
    expect(answer?.equality?.name).to.equal('caseIgnoreMatch');
    expect(answer?.singleValue).to.equal(true);
    expect([...(answer?.indexes ?? [])]).to.deep.equal(['equality']);
  });

  it('takes an arc of the operator’s own and a label with an apostrophe', () => {
    const [data] = readServices();
    const own = servicesOf([
      { ...data!, oid: '1.3.6.1.4.1.99999.7', label: "Carte d'accès \\ essai" },
    ]);
    const loaded = loadSchema([
      ...readSchemaDirectory('schema'),
      { name: 'catalogue', text: catalogueSchema(catalogueOf(own)) },
    ]);
    const type = loaded.attributeType('1.3.6.1.4.1.99999.7.1');
    expect(type?.description).to.contain("Carte d'accès \\ essai");
  });

  it('still has its class when the catalogue is empty', () => {
    const loaded = loadSchema([
      ...readSchemaDirectory('schema'),
      { name: 'catalogue', text: catalogueSchema(catalogueOf([])) },
    ]);
    expect(loaded.objectClass('accesServices')?.may).to.be.empty;
  });

  it('is the same text each time', () => {
    expect(first).not.to.equal(undefined);
    expect(catalogueSchema(catalogue)).to.equal(text);
  });
});
