import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { bindAs, encoded } from './requests.js';
import { type IdleJob, type IdleReport } from './idle-job.js';
import { answerIn, Frames } from './frames.js';

/** The process that holds idle connections, each signed in, until its parent lets go of it. */
process.once('message', (job: IdleJob) => {
  void hold(job).then((report) => process.send?.(report));
});
process.once('disconnect', () => {
  process.exit();
});

const atOnce = 64;
/** A pair of addresses has no more ports than the system gives out: about 28,000. */
const connectionsPerAddress = 10_000;

const held: Socket[] = [];

async function hold({ port, count, account }: IdleJob): Promise<IdleReport> {
  const login = encoded(0, bindAs(account));
  let next = 0;
  let why = '';
  const line = async (): Promise<void> => {
    while (next < count) {
      const at = next;
      next += 1;
      try {
        held.push(await idle(port, { localAddress: addressOf(at), login }));
      } catch (error) {
        why = String(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return { held: held.length, why };
}

const addressOf = (at: number): string =>
  `127.0.0.${String(2 + Math.floor(at / connectionsPerAddress))}`;

/** A connection that has signed in. @throws Error when the server or the system refuses it */
async function idle(
  port: number,
  { localAddress, login }: { readonly localAddress: string; readonly login: Buffer },
): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  await once(socket, 'connect');
  const code = new Promise<number>((resolve, reject) => {
    socket.once('close', () => {
      reject(new Error('the server closed a connection'));
    });
    const frames = new Frames((bytes, start) => {
      resolve(answerIn(bytes, start).code);
    });
    socket.on('data', (chunk: Buffer) => {
      frames.push(chunk);
    });
  });
  socket.on('error', () => socket.destroy());
  socket.write(login);
  if ((await code) !== 0) throw new Error(`the bind is refused: ${String(await code)}`);
  return socket;
}
