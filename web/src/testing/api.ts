import type { Schemas } from '../api/client';

/** What the API answers in a component test: by method and path, or worked out from the request. */
export type Answers = Record<string, Answer | ((request: Request) => Answer | Promise<Answer>)>;

interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request that the part under test sent. */
export interface Asked {
  call: string;
  body: unknown;
  headers: Headers;
}

/**
 * Play the API for one test. `answers` has keys like `GET /me`; a call that has none fails the
 * test's query as a lost connection would. Returns the list of what was asked.
 */
export function playApi(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const call = `${request.method} ${new URL(request.url).pathname}`;
    const text = await request.clone().text();
    asked.push({ call, body: text ? JSON.parse(text) : undefined, headers: request.headers });
    const known = answers[call];
    if (!known) throw new TypeError(`nobody answers ${call}`);
    const {
      status = 200,
      body,
      headers,
    } = typeof known === 'function' ? await known(request) : known;
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  };
  return asked;
}

/** A problem document as the API sends it. */
export const problem = (code: string, status: number, more: object = {}): Answer => ({
  status,
  body: {
    code,
    status,
    title: code,
    detail: code,
    instance: '/',
    type: `/problems/${code}`,
    requestId: 'r-1',
    ...more,
  },
});

/** A page of a list, the last one unless a cursor is given. */
export const pageOf = <T>(items: T[], nextCursor: string | null = null): Answer => ({
  body: { items, nextCursor },
});

const STAMPS = { version: 1, createdAt: '2026-03-01T09:00:00Z', updatedAt: '2026-03-01T09:00:00Z' };

export const aClient: Schemas['ClientAnswer'] = {
  clientId: 'c-ada',
  name: 'Ada',
  email: 'ada@example.org',
  phone: null,
  timezone: 'Europe/London',
  ...STAMPS,
};

export const aTherapist: Schemas['TherapistAnswer'] = {
  therapistId: 't-tomasz',
  name: 'Tomasz',
  email: 'tomasz@example.org',
  expertise: ['burnout'],
  location: 'Berlin',
  timezone: 'Europe/Berlin',
  bio: null,
  verifiedAt: '2026-03-01T09:00:00Z',
  ...STAMPS,
};

/** `GET /me` of a client, a therapist or an admin. */
export function meAs(role: 'client' | 'therapist' | 'admin'): Schemas['MeAnswer'] {
  const client = role === 'client' ? aClient : null;
  const therapist = role === 'therapist' ? aTherapist : null;
  const account = {
    accountId: `a-${role}`,
    email: `${role}@example.org`,
    name: client?.name ?? therapist?.name ?? 'Admin',
    role,
    profileId: client?.clientId ?? therapist?.therapistId ?? null,
    ...STAMPS,
  };
  return { account, client, therapist };
}
