import { Failure, UNREACHABLE } from '../api/failure';

/** Send a request as it is. Throws a `Failure` where no answer comes. */
export async function send(request: Request): Promise<Response> {
  try {
    // eslint-disable-next-line no-restricted-globals -- the one place that asks
    return await fetch(request);
  } catch {
    throw new Failure(UNREACHABLE, 0);
  }
}

export const post = (path: string, body?: object, token?: string): Request =>
  new Request(new URL(path, location.origin), {
    method: 'POST',
    keepalive: true,
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
