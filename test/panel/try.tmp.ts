import { openRegion, dnOf, password } from './region.js';
const r = await openRegion(() => new Date());
const o = await r.directory.bind({ kind: 'bind', version: 3, dn: dnOf('anne.le-goff'), authentication: { kind: 'simple', password: Buffer.from(password) } }, { kind: 'anonymous', door: 'panel', secure: true }, { controls: [] });
console.log(o);
await r.close();
