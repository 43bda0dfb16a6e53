import type { components } from './schema';

type Problem = components['schemas']['Problem'];

/** The code of a request that got no answer at all. */
export const UNREACHABLE = 'site.unreachable';
/** The code of an answer that is no problem document, as from a proxy. */
export const UNKNOWN = 'site.unknown';

/**
 * A request that was refused or got no answer.
 *
 * `code` is the problem's kind; `detail` is the API's own English sentence; `fields` says what is
 * wrong by the names of the body's fields.
 */
export class Failure extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId?: string | undefined;
  /** Seconds to wait before another try, where the API named them. */
  readonly retryAfter?: number | undefined;

  constructor(code: string, status: number, problem?: Partial<Problem>, retryAfter?: number) {
    super(code);
    this.name = 'Failure';
    this.code = code;
    this.status = status;
    this.detail = problem?.detail ?? '';
    this.fields = byField(problem?.errors ?? []);
    this.requestId = problem?.requestId;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may well succeed a little later. */
  get passes(): boolean {
    return this.code === UNREACHABLE || [429, 502, 503, 504].includes(this.status);
  }

  /** Whether somebody else changed the same thing in the meantime. */
  get isConflict(): boolean {
    return this.status === 412;
  }
}

export function failureOf(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(UNKNOWN, 0);
}

export function failureFrom(response: Response, body: unknown): Failure {
  const problem = isProblem(body) ? body : undefined;
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new Failure(
    problem?.code ?? UNKNOWN,
    response.status,
    problem,
    Number.isFinite(wait) ? wait : undefined,
  );
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body;
}

function byField(places: Problem['errors'] & object): Record<string, string> {
  const named = places.map((place) => [
    (place.pointer ?? `/${place.parameter ?? ''}`).slice(1).replaceAll('/', '.'),
    place.detail,
  ]);
  return Object.fromEntries(named) as Record<string, string>;
}
