import { expect } from 'chai';
import { csnSource, generalizedTime } from '../../src/operations/csn.js';

const first = new Date('2026-06-15T07:08:09.123Z');

describe('change sequence numbers', () => {
  it('are spelled as OpenLDAP spells them', () => {
    const next = csnSource({ after: undefined, clock: () => first });
    expect(next()).equal('20260615070809.123000Z#000000#001#000000');
    expect(next()).equal('20260615070809.123000Z#000001#001#000000');
  });

  it('only grow, also when the clock goes back or the process starts again', () => {
    const after = '20270101000000.000000Z#00000a#001#000000';
    const next = csnSource({ after, clock: () => first });
    expect(next()).equal('20270101000000.000000Z#00000b#001#000000');
  });

  it('start afresh after what is no number of ours', () => {
    expect(csnSource({ after: 'x', clock: () => first })()).match(/^20260615070809/);
  });

  it('come with times of whole seconds', () => {
    expect(generalizedTime(first)).equal('20260615070809Z');
  });
});
