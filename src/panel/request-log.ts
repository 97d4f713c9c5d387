import type { Middleware } from 'koa';
import type { PanelState, RequestRecord } from './options.js';

/** Reports each finished request. Paths carry names of persons: routes are logged instead. */
export function requestLog(options: {
  readonly observe: (record: RequestRecord) => void;
  readonly defectOf: (ctx: object) => unknown;
}): Middleware<PanelState> {
  return async (ctx, next) => {
    const started = performance.now();
    try {
      await next();
    } finally {
      const defect = options.defectOf(ctx) ?? ctx.state.trouble;
      options.observe({
        method: ctx.method,
        route: ctx.state.route ?? '(none)',
        status: ctx.status,
        durationMs: Math.round((performance.now() - started) * 10) / 10,
        address: ctx.state.address,
        actor: ctx.state.signedIn?.dn ?? '',
        ...(defect === undefined ? {} : { defect: stackOf(defect) }),
      });
    }
  };
}

const stackOf = (defect: unknown): string =>
  defect instanceof Error ? (defect.stack ?? defect.message) : String(defect);
