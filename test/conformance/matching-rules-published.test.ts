import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison } from './servers.js';

const python = '/usr/bin/python3';

/** python-ldap's reading of the subschema: names and syntax of each rule, types of each use. */
const script = `
import json, sys, ldap
from ldap.schema import SubSchema, MatchingRule, MatchingRuleUse
uri, dn, password = sys.argv[1:]
connection = ldap.initialize(uri)
connection.simple_bind_s(dn, password)
schema = SubSchema(connection.read_subschemasubentry_s('cn=Subschema'), check_uniqueness=2)
rules = {oid: schema.get_obj(MatchingRule, oid) for oid in schema.listall(MatchingRule)}
uses = {oid: schema.get_obj(MatchingRuleUse, oid) for oid in schema.listall(MatchingRuleUse)}
json.dump({
  'rules': {oid: {'names': rule.names, 'syntax': rule.syntax} for oid, rule in rules.items()},
  'uses': {oid: use.applies for oid, use in uses.items()},
}, sys.stdout)
`;

interface Published {
  readonly rules: Readonly<Record<string, { names: readonly string[]; syntax: string }>>;
  readonly uses: Readonly<Record<string, readonly string[]>>;
}

const netscape = '2.16.840.1.113730.3.3.2.18.1';
const sun = '1.3.6.1.4.1.42.2.27.9.4.76.1';

describe('the matching rules that python-ldap reads in our subschema', () => {
  let server: ServerUnderComparison;
  let published: Published;

  before(async function () {
    if (!existsSync(python) && process.env['CI'] !== 'true') this.skip();
    server = await startOurs();
    const uri = `ldap://127.0.0.1:${String(server.port)}`;
    const args = ['-c', script, uri, rootDn, rootPassword];
    const { stdout } = await promisify(execFile)(python, args, { maxBuffer: 16 << 20 });
    published = JSON.parse(stdout) as Published;
  });
  after(() => (server as ServerUnderComparison | undefined)?.close());

  it('are those of RFC 4517 §4.2, under their OIDs', () => {
    const standard = [...Array(34).keys()].map((last) => `2.5.13.${String(last)}`);
    const absent = ['2.5.13.25', '2.5.13.26']; // utcTimeMatch and its order: X.520, not in LDAP
    expect(published.rules).to.include.keys(standard.filter((oid) => !absent.includes(oid)));
  });

  it('are both families of French collation, by the names of 389', () => {
    for (const family of [netscape, sun]) {
      const suffixes = ['', '.1', '.2', '.3', '.4', '.5', '.6'];
      for (const suffix of suffixes) {
        expect(published.rules).to.have.property(family + suffix);
        expect(published.uses[family + suffix]).to.include.members(['cn', 'mail', 'title']);
      }
    }
    const named = (oid: string): readonly string[] | undefined => published.rules[oid]?.names;
    expect(named(netscape)).to.deep.equal(['caseIgnoreOrderingMatch-fr']);
    expect(named(`${netscape}.6`)).to.deep.equal(['caseIgnoreSubstringMatch-fr']);
    expect(named(`${sun}.3`)).to.deep.equal([]);
  });

  it('are said to apply to the types whose values they read, and to no others', () => {
    const rows: Record<string, { readonly of: string[]; readonly notOf: string[] }> = {
      '2.5.13.2': { of: ['cn', 'telephoneNumber', 'c'], notOf: ['mail', 'uidNumber', 'member'] },
      '2.5.13.4': { of: ['cn', 'telephoneNumber'], notOf: ['mail', 'postalAddress'] },
      '2.5.13.12': { of: ['postalAddress'], notOf: ['cn'] },
      '2.5.13.17': { of: ['userPassword', 'jpegPhoto'], notOf: ['userCertificate'] },
      '2.5.13.29': { of: ['dITStructureRules'], notOf: ['uidNumber'] },
      '2.5.13.30': { of: ['attributeTypes'], notOf: ['supportedControl'] },
      '2.5.13.32': { of: ['cn', 'description'], notOf: ['mail'] },
      '1.2.840.113556.1.4.803': { of: ['uidNumber'], notOf: ['cn'] },
      '1.3.6.1.4.1.4203.666.4.9': { of: ['member', 'entryDN', 'manager'], notOf: ['cn'] },
      '1.3.6.1.4.1.1466.109.114.3': { of: ['mail'], notOf: ['cn'] },
    };
    for (const [oid, { of, notOf }] of Object.entries(rows)) {
      expect(published.uses[oid], oid).to.include.members(of);
      for (const type of notOf) expect(published.uses[oid], oid).not.to.include(type);
    }
  });
});
