import { expect } from 'chai';
import { partsOf, wordsOf } from '../../src/schema/words.js';

describe('the words of a name', () => {
  const rows: readonly (readonly [value: string, words: string])[] = [
    ['GRANGERE', 'grangere'],
    ['Hélène', 'helene'],
    ['LE GOFF', 'le goff legoff'],
    ["L'HÉNORET", 'henoret lhenoret'],
    ['L’Hénoret', 'henoret lhenoret'],
    ["FLOC'H", 'floc floch'],
    ['Jean-Pierre', 'jean pierre jeanpierre'],
    ['MORIN-LE DÛ', 'morin le du morinle ledu morinledu'],
    ["PONT-L'ABBÉ", 'pont abbe pontl labbe pontlabbe'],
    ['St-Brieuc', 'saint brieuc saintbrieuc'],
    ['Ste Anne', 'sainte anne sainteanne'],
    ['Œuvrard', 'oeuvrard'],
    ['Franc\u0327ois', 'francois'],
    ['MORVAN 010', 'morvan 010 morvan010'],
    ['c\u02BChoarec', 'hoarec choarec'],
    ['D', 'd'],
    ['’ -', ''],
    ['', ''],
  ];
  for (const [value, words] of rows) {
    it(`“${value}” is found by: ${words || 'nothing'}`, () => {
      expect(wordsOf(Buffer.from(value)).join(' ')).to.equal(words);
    });
  }

  it('are bounded, and none of what is no text or too long', () => {
    expect(wordsOf(Buffer.from([0x41, 0xff]))).to.deep.equal([]);
    expect(wordsOf(Buffer.from('a'.repeat(300)))).to.deep.equal([]);
    expect(wordsOf(Buffer.from('a'.repeat(100)))).to.deep.equal(['a'.repeat(40)]);
    expect(partsOf('ab '.repeat(50))).to.have.length(8);
  });
});
