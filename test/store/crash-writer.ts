import { entry, journalInput, openWithPeople, suffixDn } from './fixture.js';

/** Writes without end and prints the number of each write once it is acknowledged. */
const store = await openWithPeople(process.argv[2] ?? '');

async function writer(first: number): Promise<void> {
  for (let n = first; ; n += 8) {
    await store.write((t) => {
      t.add(entry(`uid=u${n},ou=Personnes,${suffixDn}`, { cn: [`Nom ${n}`] }), 2);
      t.append(journalInput({ entryUuid: `u${n}` }));
    });
    process.stdout.write(`${n}\n`);
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer));
