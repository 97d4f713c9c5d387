import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Middleware } from 'koa';
import type { PanelState } from './options.js';
import { PageFault } from './page-fault.js';

/** A file on its way in, not yet read. */
export interface Upload {
  /** As the browser named it, without folders; empty when no file was chosen. */
  readonly fileName: string;
  /** Ends with an error when the browser leaves before the end of the file. */
  readonly content: Readable;
}

const limits = { fields: 8, fieldNameSize: 100, fieldSize: 1_000, files: 1, parts: 9 };
const nameLengthMax = 200;

/**
 * Reads a form with a file up to where the file begins: the fields before it are then the body
 * that the forms' guard judges, and only a page that the guard lets through takes the file.
 *
 * @param path of the one page that takes files, from regional administrators alone
 */
export function uploadReader(path: string): Middleware<PanelState> {
  return async (ctx, next) => {
    const isTaken =
      ctx.method === 'POST' &&
      ctx.path === path &&
      ctx.is('multipart/form-data') === 'multipart/form-data' &&
      ctx.state.signedIn?.standing.isAdministrator === true;
    if (!isTaken) {
      await next();
      return;
    }
    const { fields, upload } = await beginning(ctx.req);
    ctx.request.body = fields;
    if (upload) ctx.state.upload = upload;
    try {
      await next();
    } finally {
      // What a refusal left unread is thrown away, so that its page can be sent.
      upload?.content.resume();
    }
  };
}

interface Beginning {
  readonly fields: Readonly<Record<string, string>>;
  readonly upload: Upload | undefined;
}

function beginning(request: IncomingMessage): Promise<Beginning> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const fail = (): void => {
      reject(new PageFault(400));
    };
    let parser: busboy.Busboy;
    try {
      parser = busboy({ headers: request.headers, limits, defParamCharset: 'utf8' });
    } catch {
      fail();
      return;
    }
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (_name, content, { filename }) => {
      // A file that nobody reads must not end the process when the browser leaves.
      content.on('error', () => undefined);
      resolve({ fields, upload: { fileName: shortName(filename), content } });
    });
    pipeline(request, parser).then(() => {
      resolve({ fields, upload: undefined });
    }, fail);
  });
}

/** Some browsers give no name for no file. */
function shortName(name: string | undefined): string {
  return (name ?? '').replace(/\p{Cc}/gu, '').slice(0, nameLengthMax);
}
