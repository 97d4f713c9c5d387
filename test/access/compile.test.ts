import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import type { Target } from '../../src/access/policy.js';
import type { AccessRules, RuleRecord } from '../../src/access/rules.js';
import { parseDn } from '../../src/model/dn.js';
import {
  facts,
  policyOf,
  schema,
  signedIn,
  subjects,
  suffix,
  targets,
} from './directory-of-roles.js';

const rule = (parts: Partial<RuleRecord>): RuleRecord => ({
  regle: 'essai',
  qui: ['connecte'],
  sur: ['*'],
  droits: ['lire'],
  ...parts,
});

const compile = (rules: Partial<AccessRules>) =>
  compileAccess({
    rules: { secrets: ['userPassword'], cibles: {}, regles: [], ...rules },
    schema,
    suffix,
    catalogue: facts,
  });

const someone = signedIn('uid=x,ou=personnes');

describe('a compiled policy', () => {
  it('refuses everything without rules, but to root and to the process itself', () => {
    const policy = compile({});
    expect(policy.view(someone).on(targets.person).visible).to.equal(false);
    expect(policy.view(subjects.root).on(targets.person).may('sn', 'write')).to.equal(true);
    expect(policy.view(subjects.national).on(targets.person).add).to.equal(true);
  });

  it('has one view for the same subject and one access for the same kind of entry', () => {
    const policy = policyOf('annuaire');
    const view = policy.view(subjects.referent);
    expect(
      policy.view({ ...subjects.referent, groups: new Set(['referents-cancerologie']) }),
    ).to.equal(view);
    const other: Target = { ...targets.person, dn: `uid=autre,ou=personnes,${suffix.text}` };
    expect(view.on(other)).to.equal(view.on(targets.person));
    expect(view.on(targets.grouped)).not.to.equal(view.on(targets.person));
  });

  it('tells subjects apart by groups and by the safety of their connection', () => {
    const policy = policyOf('annuaire');
    const views = [
      subjects.stranger,
      { ...subjects.stranger, groups: new Set(['administrateurs']) },
      { ...subjects.stranger, secure: true },
    ].map((subject) => policy.view(subject));
    expect(new Set(views).size).to.equal(3);
  });

  it('asks for the groups of an entry only where a rule depends on them', () => {
    const policy = policyOf('annuaire');
    const dear: Target = {
      ...targets.person,
      inGroup: () => {
        throw new Error('asked');
      },
    };
    expect(policy.view(subjects.sso).on(dear).visible).to.equal(true);
    const view = policy.view(subjects.otherReferent);
    expect(() => view.on(dear)).to.throw('asked');
    expect(view.reading(dear)).to.equal(view.on(targets.grouped));
    expect(view.reading(dear).may('mail', 'read')).to.equal(true);
    expect(view.reading(dear).may('mail', 'write')).to.equal(false);
  });

  it('asks for the groups of an entry to read it where reading depends on them', () => {
    const view = compile({
      regles: [rule({ attributs: ['sn'], si: ['hors-groupe'] })],
    }).view(someone);
    expect(view.reading(targets.person).may('sn', 'read')).to.equal(true);
    expect(view.reading(targets.grouped).visible).to.equal(false);
  });

  it('does not ask for the name of an entry where no rule depends on it', () => {
    const nameless: Target = {
      ...targets.person,
      get dn(): string {
        throw new Error('asked');
      },
    };
    expect(policyOf('general').view(subjects.stranger).on(nameless).visible).to.equal(true);
  });

  it('never takes an account for a person of the same name, nor a subject without identity', () => {
    const policy = policyOf('annuaire');
    const twin = signedIn('cn=portail,ou=personnes');
    expect(policy.view(twin).on(targets.person).visible).to.equal(false);
    const nameless = { ...someone, entryUuid: '' };
    expect(
      policy.view(nameless).on({ ...targets.person, is: (entryUuid) => entryUuid === '' }).visible,
    ).to.equal(false);
  });

  it('does not count a rule for members of the group to whoever is in another', () => {
    const policy = policyOf('annuaire');
    const near = signedIn('uid=x,ou=personnes', 'administrateurs-3c');
    expect(policy.view(near).on(targets.person).visible).to.equal(false);
  });

  it('answers nothing about attributes that the schema does not know', () => {
    const access = policyOf('annuaire').view(subjects.regional).on(targets.person);
    expect(access.may('inconnu', 'read')).to.equal(false);
  });
});

describe('a rule', () => {
  const granted = (parts: Partial<RuleRecord>, target: Target = targets.person) => {
    const access = compile({ regles: [rule(parts)] })
      .view(signedIn('uid=x,ou=personnes', 'referents-cancerologie'))
      .on(target);
    return (attribute: string): string =>
      (['read', 'search', 'compare', 'write'] as const)
        .filter((right) => access.may(attribute, right))
        .join(' ');
  };

  it('that reads also finds and compares', () => {
    expect(granted({ attributs: ['sn'] })('sn')).to.equal('read search compare');
    expect(granted({ attributs: ['sn'], droits: ['chercher'] })('sn')).to.equal('search compare');
    expect(granted({ attributs: ['sn'], droits: ['comparer'] })('sn')).to.equal('compare');
    expect(granted({ attributs: ['sn'], droits: ['ecrire'] })('sn')).to.equal('write');
  });

  it('that lets act for an entry, or see its rights, does not show the entry', () => {
    const droits = ['representer', 'examiner'] as const;
    for (const attributs of [undefined, ['sn']]) {
      const policy = compile({
        regles: [rule({ ...(attributs && { attributs }), droits, si: ['hors-groupe'] })],
      });
      const access = policy.view(someone).on(targets.person);
      expect(access).to.include({ represent: true, examine: true, visible: false });
      const member = policy.view(someone).on(targets.grouped);
      expect(member).to.include({ represent: false, examine: false, visible: false });
    }
  });

  it('takes an attribute by any of its names', () => {
    expect(granted({ attributs: ['surname'] })('sn')).to.equal('read search compare');
  });

  it('takes the attributes of a class, inherited ones included, but no secret', () => {
    const may = granted({ attributs: ['@inetOrgPerson'] });
    expect(may('sn')).to.equal('read search compare');
    expect(may('mail')).to.equal('read search compare');
    expect(may('userpassword')).to.equal('');
    expect(may('codepostal')).to.equal('');
  });

  it('covers secrets only by name', () => {
    expect(granted({ attributs: ['*', '+'] })('userpassword')).to.equal('');
    expect(granted({ attributs: ['userPassword'] })('userpassword')).to.equal(
      'read search compare',
    );
    expect(granted({ attributs: ['secrets'] })('userpassword')).to.equal('read search compare');
  });

  it('takes away what `sauf` says, and nothing that another rule gives', () => {
    const access = compile({
      regles: [rule({ attributs: ['*'], sauf: ['nationales', 'sn'] }), rule({ attributs: ['sn'] })],
    })
      .view(someone)
      .on(targets.person);
    expect(access.may('codepostalnational', 'read')).to.equal(false);
    expect(access.may('sn', 'read')).to.equal(true);
    expect(access.may('mail', 'read')).to.equal(true);
  });

  it('gives operational attributes to whoever reads the object class', () => {
    expect(granted({ attributs: ['objectClass'] })('modifytimestamp')).to.equal(
      'read search compare',
    );
    expect(granted({ attributs: ['sn'] })('modifytimestamp')).to.equal('');
  });

  it('names one service, one’s own, or those one also grants', () => {
    expect(granted({ attributs: ['reponses:oris'] })('reponseaccesoris')).not.to.equal('');
    expect(granted({ attributs: ['reponses:siennes'] })('reponseaccescancerologie')).not.to.equal(
      '',
    );
    expect(granted({ attributs: ['reponses:siennes'] })('reponseaccesoris')).to.equal('');
    const also = granted({ attributs: ['reponses:accordees'] });
    expect(also('reponseaccesportailenrs')).not.to.equal('');
    expect(also('reponseaccescancerologie')).to.equal('');
  });

  it('grants all that its macros list', () => {
    expect(granted({ attributs: ['demandes'] })('demandeaccesror')).not.to.equal('');
    expect(granted({ attributs: ['reponses'] })('reponseaccesror')).not.to.equal('');
    expect(granted({ attributs: ['surcharges'] })('communemodification')).not.to.equal('');
    expect(granted({ attributs: ['nationales'] })('communenational')).not.to.equal('');
    expect(granted({ attributs: ['derivees'] })('adressetransmise')).not.to.equal('');
  });

  const wrong: readonly (readonly [string, Partial<RuleRecord>, RegExp])[] = [
    ['an unknown attribute', { attributs: ['nomm'] }, /“nomm” is neither an attribute/],
    ['an unknown class', { attributs: ['@personn'] }, /“personn” is not an object class/],
    ['an unknown service', { attributs: ['reponses:Rien'] }, /“Rien” is not a service/],
    ['an unknown subject', { qui: ['tous'] }, /“tous” names nobody/],
    ['a group without a name', { qui: ['groupe:'] }, /“groupe:” names nobody/],
    ['an unknown target', { sur: ['chats'] }, /“chats” is not one of its “cibles”/],
    ['“soi” beside another', { qui: ['soi', 'connecte'] }, /“soi” stands alone/],
  ];
  for (const [title, parts, message] of wrong) {
    it(`is refused with ${title}, by its name`, () => {
      expect(() => compile({ regles: [rule(parts)] })).to.throw(message);
      expect(() => compile({ regles: [rule(parts)] })).to.throw('access rule “essai”');
    });
  }
});

describe('a kind of entry', () => {
  const at = (name: string, classes: readonly string[] = []): Target => ({
    dn: name === '' ? suffix.text : `${schema.dnKey(parseDn(name)).text},${suffix.text}`,
    is: (entryUuid) => entryUuid === 'u',
    classes: new Set(classes),
    inGroup: () => false,
  });
  const names = [
    '',
    'ou=a',
    'cn=x,ou=a',
    'cn=y,cn=x,ou=a',
    'cn=1\\2C2,ou=a',
    'ou=ba',
    'cn=x,ou=ba',
  ];
  const table: readonly (readonly [AccessRules['cibles'][string], readonly string[]])[] = [
    [{ sous: 'ou=a', portee: 'base' }, ['ou=a']],
    [{ sous: 'ou=a', portee: 'enfants' }, ['cn=x,ou=a', 'cn=1\\2C2,ou=a']],
    [{ sous: 'OU=A', portee: 'enfants' }, ['cn=x,ou=a', 'cn=1\\2C2,ou=a']],
    [{ sous: 'ou=a' }, ['cn=x,ou=a', 'cn=y,cn=x,ou=a', 'cn=1\\2C2,ou=a']],
    [{ sous: 'ou=a', portee: 'tout' }, ['ou=a', 'cn=x,ou=a', 'cn=y,cn=x,ou=a', 'cn=1\\2C2,ou=a']],
    [{ sous: '', portee: 'base' }, ['']],
    [{ sous: '', portee: 'enfants' }, ['ou=a', 'ou=ba']],
    [{}, names],
  ];
  for (const [kind, expected] of table) {
    it(`${JSON.stringify(kind)} holds ${expected.join(' · ') || 'the suffix'}`, () => {
      const view = compile({
        cibles: { essai: kind },
        regles: [rule({ sur: ['essai'], attributs: ['cn'] })],
      }).view(someone);
      expect(names.filter((name) => view.on(at(name)).visible)).to.deep.equal(expected);
    });
  }

  it('may ask for a class', () => {
    const view = compile({
      cibles: { essai: { classe: 'inetOrgPerson' } },
      regles: [rule({ sur: ['essai'], attributs: ['cn'] })],
    }).view(someone);
    expect(view.on(at('cn=x', ['inetorgperson'])).visible).to.equal(true);
    expect(view.on(at('cn=x', ['person'])).visible).to.equal(false);
  });

  it('is refused with a class that the schema does not know', () => {
    expect(() => compile({ cibles: { essai: { classe: 'chat' } } })).to.throw(/“chat”/);
  });
});

describe('the rules of a general directory', () => {
  const policy = policyOf('general');
  const outsider = { ...targets.structure, dn: 'dc=example,dc=com' };

  it('let a signed-in entry read everything but passwords', () => {
    const access = policy.view(subjects.stranger).on(outsider);
    expect(access.may('sn', 'read')).to.equal(true);
    expect(access.may('createtimestamp', 'read')).to.equal(true);
    expect(access.may('userpassword', 'compare')).to.equal(false);
    expect(access.may('sn', 'write')).to.equal(false);
    expect(access.add || access.delete || access.rename).to.equal(false);
  });

  it('let it change its own password, not another’s', () => {
    const view = policy.view(subjects.self);
    expect(view.on(targets.person).may('userpassword', 'write')).to.equal(true);
    expect(view.on(targets.person).may('userpassword', 'read')).to.equal(false);
    expect(view.on(targets.account).may('userpassword', 'write')).to.equal(false);
  });

  it('let the root DN do everything and an anonymous nothing', () => {
    expect(policy.view(subjects.root).on(outsider).may('userpassword', 'read')).to.equal(true);
    expect(policy.view(subjects.anonymous).on(outsider).visible).to.equal(false);
  });
});
