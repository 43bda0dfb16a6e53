import createClient from 'openapi-fetch';
import { authorised } from '../session/authorised';
import { failureFrom } from './failure';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** The API, typed by its own document. Wrap each call in `answered`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  fetch: authorised,
});

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Return what a call was answered with, or throw its `Failure`. */
export async function answered<T>(call: Promise<Result<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw failureFrom(response, error);
  return data as T;
}

/** The header that makes a change conditional on the version that was read. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

/** The header that lets a creation be repeated without doing it twice. */
export const once = (key: string) => ({ 'Idempotency-Key': key });
