import { expect } from 'chai';
import type { Control, RequestKind } from '../../src/model/request.js';
import { LdapError } from '../../src/model/result.js';
import { readControls, supportedControls } from '../../src/operations/controls.js';
import { noControls } from '../../src/operations/request-controls.js';
import { control, filterValue, oid, selection } from './controlled.js';

type Name = keyof typeof oid;

/** The operations of each control: its RFC's, and no other. */
const appropriate: Readonly<Record<Name, readonly RequestKind[]>> = {
  assertion: ['search', 'compare', 'add', 'delete', 'modify', 'modifyDn'],
  preRead: ['delete', 'modify', 'modifyDn'],
  postRead: ['add', 'modify', 'modifyDn'],
  dontUseCopy: ['search', 'compare'],
  manageDsaIt: ['search', 'compare', 'add', 'delete', 'modify', 'modifyDn', 'extended'],
  proxied: ['search', 'compare', 'add', 'delete', 'modify', 'modifyDn', 'extended'],
  permissive: ['modify'],
  treeDelete: ['delete'],
  rights: ['search'],
  paged: ['search'],
};

const kinds: readonly RequestKind[] = [
  'bind',
  'unbind',
  'search',
  'compare',
  'add',
  'delete',
  'modify',
  'modifyDn',
  'abandon',
  'extended',
];

const good: Readonly<Record<Name, Buffer | undefined>> = {
  assertion: filterValue('(cn=a)'),
  preRead: selection('cn'),
  postRead: selection(),
  dontUseCopy: undefined,
  manageDsaIt: undefined,
  proxied: Buffer.from('dn:cn=a'),
  permissive: undefined,
  treeDelete: undefined,
  rights: Buffer.from('dn:cn=a'),
  paged: Buffer.from('30050201020400', 'hex'),
};

/** Those that mean nothing unless they are critical. */
const alwaysCritical: readonly Name[] = ['proxied', 'dontUseCopy'];

const codeOf = (controls: readonly Control[], kind: RequestKind): string => {
  try {
    readControls(controls, kind);
    return 'success';
  } catch (error) {
    if (error instanceof LdapError) return error.code;
    throw error;
  }
};

describe('the controls of requests (RFC 4511 §4.1.11)', () => {
  const names = Object.keys(oid) as Name[];

  it('an unknown one is refused when it is critical, on whatever operation', () => {
    for (const kind of kinds) {
      const unknown = { oid: '1.2.3.4', value: Buffer.from('x') };
      expect(codeOf([{ ...unknown, critical: true }], kind)).to.equal(
        'unavailableCriticalExtension',
      );
      expect(codeOf([{ ...unknown, critical: false }], kind)).to.equal('success');
    }
  });

  for (const name of names) {
    it(`${name}: obeyed on ${appropriate[name].join(', ')}, refused or passed over elsewhere`, () => {
      expect(supportedControls).to.include(oid[name]);
      for (const kind of kinds) {
        const here = appropriate[name].includes(kind);
        const critical = codeOf([control(name, good[name])], kind);
        expect(critical, kind).to.equal(here ? 'success' : 'unavailableCriticalExtension');
        const lenient = codeOf([control(name, good[name], false)], kind);
        const expected = here && alwaysCritical.includes(name) ? 'protocolError' : 'success';
        expect(lenient, kind).to.equal(expected);
        // Where it has no meaning its value has none either.
        const broken = codeOf([control(name, Buffer.from('ff', 'hex'), false)], kind);
        expect(broken, kind).to.equal(here ? 'protocolError' : 'success');
      }
    });

    it(`${name}: refused when given twice, or with a value too many or too few`, () => {
      const [kind = 'search'] = appropriate[name];
      const one = control(name, good[name]);
      expect(codeOf([one, one], kind)).to.equal('protocolError');
      expect(codeOf([one, { ...one, critical: false }], kind)).to.equal('protocolError');
      const other = good[name] === undefined ? Buffer.alloc(0) : undefined;
      // Effective rights of no value are the requester's own.
      const expected = name === 'rights' ? 'success' : 'protocolError';
      expect(codeOf([control(name, other)], kind)).to.equal(expected);
    });
  }

  it('those of other operations leave nothing', () => {
    const others = names.filter((name) => !appropriate[name].includes('bind'));
    const lenient = others.map((name) => control(name, good[name], false));
    expect(readControls(lenient, 'bind')).to.deep.equal(noControls);
  });

  it('a combination is read whole', () => {
    const asked = (['manageDsaIt', 'preRead', 'postRead', 'assertion', 'proxied'] as const).map(
      (name) => control(name, good[name]),
    );
    expect(readControls(asked, 'modify')).to.deep.include({
      manageDsaIt: true,
      preRead: { attributes: ['cn'], critical: true },
      postRead: { attributes: [], critical: true },
      proxied: { kind: 'dn', dn: 'cn=a' },
      permissive: false,
    });
  });
});
