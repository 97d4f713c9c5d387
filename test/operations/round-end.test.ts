import { expect } from 'chai';
import { RoundEnd } from '../../src/operations/round-end.js';
import { atRoundEnd, nextTurn } from '../../src/operations/steps.js';

describe('the end of a round', () => {
  it('comes once for all that is due, in its order, and again for what is added then', () => {
    const later: (() => void)[] = [];
    const done: string[] = [];
    const end = new RoundEnd((run) => later.push(run));
    end.add(() => done.push('one'));
    end.add(() => {
      done.push('two');
      end.add(() => done.push('three'));
    });
    expect(later).to.have.length(1);
    later[0]?.();
    expect(done).to.deep.equal(['one', 'two']);
    expect(later).to.have.length(2);
    later[1]?.();
    expect(done).to.deep.equal(['one', 'two', 'three']);
  });

  it('leaves nothing to do when it has come before its time', () => {
    const later: (() => void)[] = [];
    let count = 0;
    const end = new RoundEnd((run) => later.push(run));
    end.add(() => (count += 1));
    end.come();
    later[0]?.();
    expect(count).to.equal(1);
  });

  it('comes before a turn of long work that was asked for first', async () => {
    const done: string[] = [];
    const turn = nextTurn().then(() => done.push('long'));
    atRoundEnd(() => done.push('short'));
    await turn;
    expect(done).to.deep.equal(['short', 'long']);
  });
});
