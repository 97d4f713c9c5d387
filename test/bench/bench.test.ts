import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { encodePagedResults, pagedResultsOid } from '../../src/protocol/controls/paged-results.js';
import { contextConstructed, Op, Tag } from '../../src/protocol/tags.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { answerIn, Frames, operationIn } from './frames.js';
import { optionsOf } from './options.js';
import { cookieIn } from './pages.js';
import { cpuSeconds } from './process-tree.js';
import { median, medianRatio } from './statistics.js';

/** A search's end, with the cookie of its next page. */
function searchDone(id: number, code: number, cookie?: Buffer): Buffer {
  const writer = new BerWriter();
  const message = writer.begin(Tag.sequence);
  writer.integer(id);
  const op = writer.begin(Op.searchResultDone);
  writer.integer(code, Tag.enumerated);
  writer.text('');
  writer.text('x'.repeat(200));
  writer.end(op);
  if (cookie) {
    const controls = writer.begin(contextConstructed(0));
    const control = writer.begin(Tag.sequence);
    writer.text(pagedResultsOid);
    writer.octets(encodePagedResults({ size: 0, cookie }));
    writer.end(control);
    writer.end(controls);
  }
  writer.end(message);
  return writer.copy();
}

describe('the benchmark', () => {
  it('finds every answer, its number and its code, however the stream is cut', () => {
    const stream = Buffer.concat([searchDone(1, 0), searchDone(300, 4), searchDone(70_000, 51)]);
    for (const size of [1, 7, 64, stream.length]) {
      const answers: unknown[] = [];
      const frames = new Frames((bytes, start) => {
        answers.push([operationIn(bytes, start), answerIn(bytes, start)]);
      });
      for (let at = 0; at < stream.length; at += size) frames.push(stream.subarray(at, at + size));
      expect(answers, `${String(size)} octets at a time`).to.deep.equal([
        [Op.searchResultDone, { id: 1, code: 0 }],
        [Op.searchResultDone, { id: 300, code: 4 }],
        [Op.searchResultDone, { id: 70_000, code: 51 }],
      ]);
    }
  });

  it('follows the cookie of a page, and begins anew after the last one', () => {
    const cookies: string[] = [];
    const frames = new Frames((bytes, start, end) => {
      cookies.push(cookieIn(bytes.subarray(start, end)).toString());
    });
    frames.push(searchDone(1, 0, Buffer.from('next')));
    frames.push(searchDone(1, 0, Buffer.alloc(0)));
    frames.push(searchDone(1, 0));
    expect(cookies).to.deep.equal(['next', '', '']);
  });

  it('takes the middle of the ratios of pairs, not the ratio of the middles', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
    expect(median([])).to.be.NaN;
    expect(medianRatio([10, 40, 90], [10, 10, 30])).to.equal(3);
  });

  it('counts the time of the processes that a server has started', async () => {
    const busy = 'while (true);';
    const parent = spawn('sh', ['-c', '"$0" -e "$1" & read end; kill $!', process.execPath, busy]);
    try {
      while (cpuSeconds(parent.pid ?? 0) < 0.1) await pause(50);
    } finally {
      parent.stdin.end();
      await once(parent, 'exit');
    }
  });

  it('names an option that is wrong', () => {
    for (const [args, name] of [
      [['--size', 'many'], '--size'],
      [['--shape', 'round'], '--shape'],
      [['--peers', 'slapd,oracle'], '--peers'],
    ] as const) {
      expect(() => optionsOf(args), args.join(' ')).to.throw(name);
    }
    expect(optionsOf(['--peers', 'none']).peers).to.deep.equal([]);
  });
});
